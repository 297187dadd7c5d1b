import { type CommandDefinition, runOnCase } from '../command.js';
import { addReadingOptions } from '../options/reading-options.js';

/** `workbench processes`. */
export const processesCommand: CommandDefinition = {
  name: 'processes',
  summary: 'list processes',
  description: 'Lists processes by start time.',
  examples: [
    { line: 'workbench processes events.jsonl.gz --late', meaning: 'late ones' },
    { line: 'workbench processes events.jsonl.gz --pod crawler --binary sh', meaning: 'shells of a pod' },
    { line: 'workbench processes events.jsonl.gz --format ndjson | jq -r .binary', meaning: 'one object a line, after a header' },
  ],
  define: (command) => {
    addReadingOptions(command);
    return runOnCase(command, async () => (await import('../actions/processes.js')).processes);
  },
};
