import { type CommandDefinition, runWith } from '../command.js';
import { addFormatOption, addOutputOptions, addStyleOptions } from '../options/output-options.js';
import { LIST_FORMATS } from '../options/reading-options.js';

/** `workbench formats`. */
export const formatsCommand: CommandDefinition = {
  name: 'formats',
  summary: 'list the formats that are read',
  description:
    'Lists the formats that inputs are recognised as by their content, never by their names, and what a case gains from each. --as FORMAT of any command that reads events names one.',
  examples: [
    { line: 'workbench formats', meaning: 'names, what they are, and what each contributes' },
    { line: 'workbench formats --format json', meaning: 'for a program' },
  ],
  define: (command) => {
    addFormatOption(command, LIST_FORMATS);
    addOutputOptions(command);
    addStyleOptions(command);
    return runWith(command, async () => (await import('../actions/formats.js')).formats);
  },
};
