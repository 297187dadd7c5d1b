import { type CommandDefinition, runOnCase } from '../command.js';
import { addUsageOptions } from '../options/usage-options.js';

/** `workbench usage`. */
export const usageCommand: CommandDefinition = {
  name: 'usage',
  summary: 'show processor time, memory and bytes over time',
  description:
    'Adds up processor time, memory, and the bytes moved in files, over the network and between processes: by container, by process or by file, ' +
    'and by stretches of time. Bytes and processor time are sums; memory is the most that any one process had.',
  examples: [
    { line: 'workbench usage capture.jsonl.gz', meaning: 'what each container used' },
    { line: 'workbench usage capture.jsonl.gz --by process --container crawler', meaning: 'which of its processes' },
    { line: 'workbench usage capture.jsonl.gz --by file --system', meaning: 'files read and written, those of the system too' },
    { line: 'workbench usage capture.jsonl.gz --interval m --format json', meaning: 'minute by minute, for a program' },
  ],
  define: (command) => {
    addUsageOptions(command);
    return runOnCase(command, async () => (await import('../actions/usage.js')).usage);
  },
};
