import { Option } from 'commander';
import { LEVELS } from '../../model/finding.js';
import { type CommandDefinition, runOnCase } from '../command.js';
import { addCaseOptions } from '../options/case-options.js';
import { addFilterOptions } from '../options/filter-options.js';
import { addOutputOptions, addStyleOptions } from '../options/output-options.js';

const findings: CommandDefinition = {
  name: 'findings',
  summary: 'write findings.yaml',
  description: 'Writes what the rules say of a case to a YAML file: findings.yaml, unless -o names another.',
  examples: [
    { line: 'workbench export findings events.jsonl.gz', meaning: 'to findings.yaml, which must not exist yet' },
    { line: 'workbench export findings events.jsonl.gz --level high -o -', meaning: 'from level high on, to standard output' },
  ],
  define: (command) => {
    addCaseOptions(command);
    addFilterOptions(command);
    command.addOption(new Option('--level <level>', 'findings from this level on').choices(LEVELS).default('informational'));
    addOutputOptions(command);
    addStyleOptions(command);
    return runOnCase(command, async () => (await import('../actions/export-findings.js')).exportFindings);
  },
};

const answers: CommandDefinition = {
  name: 'answers',
  summary: 'answer a question in answers.yaml',
  description:
    'Answers a question of an exercise with a process: its container, pid and binary, in a YAML file made to be edited. Everything else in the file stays, comments included.',
  examples: [
    { line: 'workbench export answers events.jsonl.gz --question caller --pid 27014', meaning: 'with the process of that pid' },
    {
      line: "workbench export answers events.jsonl.gz --question caller --lab tenant-jobs@1 'binary:*/nc late'",
      meaning: 'with the one that a filter singles out',
    },
  ],
  define: (command) => {
    addCaseOptions(command);
    command
      .requiredOption('--question <id>', 'the question that is answered')
      .option('--process <exec-id>', 'the process that answers it; or any filter that one process matches')
      .option('--lab <id@version>', 'the exercise, like tenant-jobs@1')
      .addOption(
        new Option('-o, --output <file>', 'file of answers; - for standard output').default('answers.yaml').helpGroup('Output options:'),
      );
    addFilterOptions(command);
    addStyleOptions(command);
    return runOnCase(command, async () => (await import('../actions/export-answers.js')).exportAnswer);
  },
};

/** `workbench export`. */
export const exportCommand: CommandDefinition = {
  name: 'export',
  summary: 'write findings or answers to a file',
  description: 'Writes YAML files to keep or to hand in.',
  examples: [{ line: 'workbench export findings events.jsonl.gz', meaning: 'findings.yaml' }],
  subcommands: [findings, answers],
};
