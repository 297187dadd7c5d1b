import { type CommandDefinition, runWith } from '../command.js';
import { addFormatOption, addOutputOptions, addStyleOptions } from '../options/output-options.js';

const list: CommandDefinition = {
  name: 'list',
  summary: 'list the cases that were kept',
  description: 'Lists the cases of your data folder with their sizes.',
  examples: [
    { line: 'workbench cases list', meaning: 'names, sizes, sources' },
    { line: 'workbench cases list --format json', meaning: 'for a program' },
  ],
  define: (command) => {
    addFormatOption(command, ['text', 'json', 'ndjson', 'yaml']);
    addOutputOptions(command);
    addStyleOptions(command);
    return runWith(command, async () => (await import('../actions/cases.js')).casesList);
  },
};

const remove: CommandDefinition = {
  name: 'remove',
  summary: 'remove cases',
  description: 'Removes cases of your data folder for good. The event files that they were made of are not touched.',
  examples: [{ line: 'workbench cases remove events-1f0a', meaning: 'by the name that the list shows' }],
  define: (command) => {
    command.argument('<names...>', 'names as listed');
    addStyleOptions(command);
    return runWith(command, async () => (await import('../actions/cases.js')).casesRemove);
  },
};

/** `workbench cases`. */
export const casesCommand: CommandDefinition = {
  name: 'cases',
  summary: 'list or remove cases that were kept',
  description: 'A case is kept for every set of inputs that was opened, so that opening them again is instant.',
  examples: [{ line: 'workbench cases', meaning: 'list them' }],
  subcommands: [list, remove],
  defaultSubcommand: 'list',
};
