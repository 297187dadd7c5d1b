import { Option } from 'commander';
import { type CommandDefinition, runOnCase } from '../command.js';
import { addReadingOptions } from '../options/reading-options.js';

/** `workbench heartbeats`. */
export const heartbeatsCommand: CommandDefinition = {
  name: 'heartbeats',
  summary: 'list what containers reported of themselves, and what changed',
  description: 'Lists heartbeats container by container, each with what came and went since the one before, and those that are missing.',
  examples: [
    { line: 'workbench heartbeats chalk.log', meaning: 'every report' },
    { line: 'workbench heartbeats chalk.log --changes', meaning: 'those that differ from the one before' },
    { line: 'workbench heartbeats chalk.log --container 41d1045c74ec --format ndjson', meaning: 'one container, for a program' },
  ],
  define: (command) => {
    addReadingOptions(command);
    const changes = new Option('--changes', 'only those with a change of sockets or neighbours, or a gap before them');
    command.addOption(changes.helpGroup('Filters:'));
    return runOnCase(command, async () => (await import('../actions/heartbeats.js')).heartbeats);
  },
};
