import { Option } from 'commander';
import { type CommandDefinition, runOnCase } from '../command.js';
import { addReadingOptions } from '../options/reading-options.js';

/** `workbench listeners`. */
export const listenersCommand: CommandDefinition = {
  name: 'listeners',
  summary: 'list ports with who listens, who uses them and who declared them',
  description: 'Lists the ports of containers and hosts: listened on or not, used by whom, declared by image or pod or not.',
  examples: [
    { line: 'workbench listeners events.jsonl.gz', meaning: 'every port' },
    { line: 'workbench listeners heartbeats.jsonl --unused', meaning: 'listened on, but never used' },
    { line: 'workbench listeners heartbeats.jsonl --undeclared --format ndjson', meaning: 'used or listened on, but never declared' },
  ],
  define: (command) => {
    addReadingOptions(command);
    const group = 'Filters:';
    command.addOption(new Option('--unused', 'only ports that are listened on and were never used').helpGroup(group));
    command.addOption(new Option('--undeclared', 'only ports that the image or pod, which declares others, does not').helpGroup(group));
    command.addOption(new Option('--new', "only listeners that appeared after their container's first heartbeat").helpGroup(group));
    return runOnCase(command, async () => (await import('../actions/listeners.js')).listeners);
  },
};
