import { type CommandDefinition, runOnCase } from '../command.js';
import { addReadingOptions } from '../options/reading-options.js';

/** `workbench connections`. */
export const connectionsCommand: CommandDefinition = {
  name: 'connections',
  summary: 'list connections',
  description: 'Lists connections by the time that they were opened, with the process at each end where it is known.',
  examples: [
    { line: 'workbench connections events.jsonl.gz external', meaning: 'to addresses outside the cluster' },
    { line: 'workbench connections events.jsonl.gz --address 10.0.0.0/24 --port 9200', meaning: 'to one service' },
    { line: 'workbench connections events.jsonl.gz late dir:outbound --format yaml', meaning: 'whom late processes called' },
  ],
  define: (command) => {
    addReadingOptions(command);
    return runOnCase(command, async () => (await import('../actions/connections.js')).connections);
  },
};
