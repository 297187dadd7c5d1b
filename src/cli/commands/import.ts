import { type CommandDefinition, runOnCase } from '../command.js';
import { addCaseOptions, addFollowOption } from '../options/case-options.js';
import { addFormatOption, addOutputOptions, addStyleOptions } from '../options/output-options.js';

/** `workbench import`. */
export const importCommand: CommandDefinition = {
  name: 'import',
  summary: 'read events into a case file',
  description:
    'Reads events into a case and says what became of every line. The same file twice adds nothing; an import that was interrupted goes on where it stopped.',
  examples: [
    { line: 'workbench import events.jsonl.gz', meaning: 'into the case that belongs to this file' },
    { line: 'workbench import --case incident.db node-1/*.log node-2/*.log', meaning: 'several files into a case of your own' },
    { line: 'workbench import --strict --format json events.jsonl', meaning: 'exit 3 when a line was refused, ledger as JSON' },
  ],
  define: (command) => {
    addCaseOptions(command);
    addFollowOption(command);
    addFormatOption(command, ['text', 'json', 'yaml']);
    addOutputOptions(command);
    addStyleOptions(command);
    return runOnCase(command, async () => (await import('../actions/import.js')).importEvents);
  },
};
