import { Command } from 'commander';
import type { CommandDefinition, Example, Run } from './command.js';
import { COMMANDS } from './commands/index.js';
import { version } from './version.js';
import type { World } from './world.js';

/**
 * The whole command line, or as much of it as these words need: where they begin with a command, that one alone. `onRun` is told what the words that were parsed
 * ask for.
 */
export function program(world: World, onRun: (run: Run) => void, words: readonly string[] = []): Command {
  const root = new Command('workbench')
    .description('Investigate Tetragon exports in the terminal: process trees, connections, detections.')
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .usage('<command> [inputs...] [options]')
    .addHelpText('after', examplesText(ROOT_EXAMPLES));
  // Making all of them takes a fiftieth of the time in which a case is shown.
  const named = COMMANDS.filter(({ name }) => name === words[0]);
  for (const definition of named.length > 0 ? named : COMMANDS) root.addCommand(command(definition, world, onRun));
  return prepared(root, world);
}

const ROOT_EXAMPLES: readonly Example[] = [
  { line: 'workbench open events.jsonl.gz', meaning: 'look around' },
  { line: 'workbench tree events.jsonl.gz late', meaning: 'what started long after its container' },
  { line: 'workbench detect events.jsonl.gz', meaning: 'exit 1 when something is wrong' },
];

function command(definition: CommandDefinition, world: World, onRun: (run: Run) => void): Command {
  const made = prepared(new Command(definition.name), world)
    .summary(definition.summary)
    .description(definition.description)
    .addHelpText('after', examplesText(definition.examples));
  for (const subcommand of definition.subcommands ?? []) {
    made.addCommand(command(subcommand, world, onRun), { isDefault: subcommand.name === definition.defaultSubcommand });
  }
  if (definition.define !== undefined) {
    const run = definition.define(made);
    made.action(() => onRun(definition.ignoresConfig === true ? run : configured(made, run)));
  }
  return made;
}

/** Runs with what the configuration sets in place of the usual values. Throws a `UserError` for a configuration that is not sound. */
function configured(made: Command, run: Run): Run {
  return async (world) => {
    const { soundSettings } = await import('./config/config-file.js');
    const { applySettings } = await import('./config/apply-settings.js');
    applySettings(made, await soundSettings(world));
    return run(world);
  };
}

/** What every command has in common: errors are thrown and not exited with, and say how to get help. */
function prepared(made: Command, world: World): Command {
  return made
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError('(--help lists what there is)')
    .helpOption('-h, --help', 'print help')
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      writeErr: (text) => world.stderr.write(text),
      getOutHelpWidth: () => world.stdout.columns ?? HELP_COLUMNS,
      getErrHelpWidth: () => world.stderr.columns ?? HELP_COLUMNS,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
}

const HELP_COLUMNS = 100;

function examplesText(examples: readonly Example[]): string {
  return ['', 'Examples:', ...examples.flatMap(({ line, meaning }) => [`  ${meaning}`, `    $ ${line}`])].join('\n');
}
