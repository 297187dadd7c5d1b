import { Option } from 'commander';
import { type CommandDefinition, runOnCase } from '../command.js';
import { wholeNumber } from '../options/output-options.js';
import { addReadingOptions } from '../options/reading-options.js';

/** `workbench tree`. */
export const treeCommand: CommandDefinition = {
  name: 'tree',
  summary: 'print the process tree',
  description:
    'Prints processes under the ones that started them: main process, late starts, findings, the first connection of each. With a filter only what matches is shown, under its pod and container.',
  examples: [
    { line: 'workbench tree events.jsonl.gz', meaning: 'everything, by pod and container' },
    { line: 'workbench tree events.jsonl.gz late', meaning: 'what started long after its container' },
    { line: 'workbench tree events.jsonl.gz --pid 22931 --ancestors', meaning: 'how a process came to be' },
    { line: "workbench tree events.jsonl.gz 'pod:crawler binary:*/sh' --descendants", meaning: 'the shells of a pod and all they started' },
    { line: 'workbench tree events.jsonl.gz --format json', meaning: 'nested, for a program' },
  ],
  define: (command) => {
    addReadingOptions(command, ['text', 'json', 'yaml']);
    command
      .addOption(
        new Option('--group <by>', 'pod: by node, namespace, pod and container (default of text); host: by parent alone').choices([
          'pod',
          'host',
        ]),
      )
      .option('--ancestors', 'with a filter: also the processes that what matches descends from')
      .option('--descendants', 'with a filter: also everything that what matches started')
      .addOption(new Option('--depth <n>', 'show at most this many levels').argParser(wholeNumber));
    return runOnCase(command, async () => (await import('../actions/tree.js')).tree);
  },
};
