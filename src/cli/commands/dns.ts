import { type CommandDefinition, runOnCase } from '../command.js';
import { addReadingOptions } from '../options/reading-options.js';

/** `workbench dns`. */
export const dnsCommand: CommandDefinition = {
  name: 'dns',
  summary: 'list DNS questions and answers',
  description: 'Lists DNS messages by time, with the process that asked.',
  examples: [
    { line: 'workbench dns events.jsonl.gz', meaning: 'every message' },
    { line: "workbench dns events.jsonl.gz --dns-name '*.example.com'", meaning: 'about one domain' },
    { line: 'workbench dns events.jsonl.gz late --format ndjson', meaning: 'what late processes asked for' },
  ],
  define: (command) => {
    addReadingOptions(command);
    return runOnCase(command, async () => (await import('../actions/dns.js')).dns);
  },
};
