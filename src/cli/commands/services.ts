import { Option } from 'commander';
import { SERVICE_GROUPINGS } from '../../model/service-map.js';
import { type CommandDefinition, runOnCase } from '../command.js';
import { addReadingOptions, LIST_FORMATS } from '../options/reading-options.js';

/** `workbench services`. */
export const servicesCommand: CommandDefinition = {
  name: 'services',
  summary: 'print the map of who talks to whom',
  description: 'Prints which services talk to which, on which port and how often, from the connections of every source.',
  examples: [
    { line: 'workbench services events.jsonl.gz', meaning: 'the map of workloads, pods, containers and what is outside' },
    { line: 'workbench services heartbeats.jsonl external --format json', meaning: 'what leaves the cluster, for a program' },
    { line: 'workbench services events.jsonl.gz --format dot | dot -Tsvg -o map.svg', meaning: 'a drawing' },
  ],
  define: (command) => {
    addReadingOptions(command, [...LIST_FORMATS, 'dot', 'mermaid']);
    const by = new Option('--by <what>', 'what a node of the map stands for, as far as it is known').choices(SERVICE_GROUPINGS);
    command.addOption(by.default('workload').helpGroup('Output options:'));
    return runOnCase(command, async () => (await import('../actions/services.js')).services);
  },
};
