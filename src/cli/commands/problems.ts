import { type CommandDefinition, runOnCase } from '../command.js';
import { addCaseOptions } from '../options/case-options.js';
import { addFormatOption, addLimitOption, addOutputOptions, addStyleOptions } from '../options/output-options.js';
import { LIST_FORMATS } from '../options/reading-options.js';

/** `workbench problems`. */
export const problemsCommand: CommandDefinition = {
  name: 'problems',
  summary: 'list lines that were refused or doubted',
  description: 'Lists bad input with its place: source, line, byte offset and the reason.',
  examples: [
    { line: 'workbench problems events.jsonl.gz', meaning: 'every refused or doubted line' },
    { line: 'workbench problems --case incident.db --format ndjson', meaning: 'those of a case, for a program' },
  ],
  define: (command) => {
    addCaseOptions(command);
    addFormatOption(command, LIST_FORMATS);
    addOutputOptions(command);
    addLimitOption(command);
    addStyleOptions(command);
    return runOnCase(command, async () => (await import('../actions/problems.js')).problems);
  },
};
