import { type CommandDefinition, runOnCase } from '../command.js';
import { addCaseOptions } from '../options/case-options.js';
import { addFormatOption, addOutputOptions, addStyleOptions } from '../options/output-options.js';

/** `workbench sources`. */
export const sourcesCommand: CommandDefinition = {
  name: 'sources',
  summary: 'say what each source told, and what is missing',
  description:
    'Says of each source its format, what became of its lines, its records by kind, its span of time and its gaps: events that an agent dropped, heartbeats that did not come, the longest silence. Then what no source tells.',
  examples: [
    { line: 'workbench sources evidence/', meaning: 'of everything in a folder' },
    { line: 'workbench sources --case incident.db --format json', meaning: 'of a case, for a program' },
  ],
  define: (command) => {
    addCaseOptions(command);
    addFormatOption(command, ['text', 'json', 'yaml']);
    addOutputOptions(command);
    addStyleOptions(command);
    return runOnCase(command, async () => (await import('../actions/sources.js')).sources);
  },
};
