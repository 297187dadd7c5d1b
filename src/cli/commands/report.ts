import { type CommandDefinition, runOnCase } from '../command.js';
import { addCaseOptions } from '../options/case-options.js';
import { addFormatOption, addOutputOptions, addStyleOptions } from '../options/output-options.js';

/** `workbench report`. */
export const reportCommand: CommandDefinition = {
  name: 'report',
  summary: 'write the report of a case',
  description:
    'Writes what a case tells as one page: the story, the processes that belong to it, who called whom, findings with their evidence, and notes. The HTML page needs nothing else and fetches nothing.',
  examples: [
    { line: 'workbench report events.jsonl.gz -o report.md', meaning: 'as Markdown' },
    { line: 'workbench report --case incident.db --format html -o report.html', meaning: 'as one HTML file, with the map as a picture' },
  ],
  define: (command) => {
    addCaseOptions(command);
    addFormatOption(command, ['markdown', 'html']);
    addOutputOptions(command);
    addStyleOptions(command);
    return runOnCase(command, async () => (await import('../actions/report.js')).report);
  },
};
