import { type CommandDefinition, runWith } from '../command.js';
import { addCaseOptions } from '../options/case-options.js';
import { addFilterOptions } from '../options/filter-options.js';
import { addOutputOptions, addStyleOptions } from '../options/output-options.js';

const learn: CommandDefinition = {
  name: 'learn',
  summary: 'write down what the workloads of a good run did',
  description:
    'Writes, for every workload of a known-good run, the programs it ran, which started which, the ports it answered on and the destinations it called, as YAML made to be reviewed. detect --baseline reports what is new against it.',
  examples: [
    { line: 'workbench baseline learn good.jsonl.gz -o baseline.yml', meaning: 'what a good run showed' },
    { line: 'workbench baseline learn good.jsonl.gz --namespace shop', meaning: 'of one namespace, to standard output' },
  ],
  define: (command) => {
    addCaseOptions(command);
    addFilterOptions(command);
    addOutputOptions(command);
    addStyleOptions(command);
    return runWith(command, async () => (await import('../actions/baseline-learn.js')).learnBaseline);
  },
};

/** `workbench baseline`. */
export const baselineCommand: CommandDefinition = {
  name: 'baseline',
  summary: 'learn what a good run looks like',
  description: 'A baseline of behaviour says what each workload is known to do.',
  examples: [{ line: 'workbench baseline learn good.jsonl.gz -o baseline.yml', meaning: 'learn it' }],
  subcommands: [learn],
};
