import type { CommanderError } from 'commander';
import { NothingReadableError, UserError } from '../model/error.js';
import { printable } from '../model/printable.js';
import type { Run } from './command.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { version } from './version.js';
import type { World } from './world.js';

/** Runs a command line to its end and gives back its exit code. Never throws: a bug is printed with its stack and ends in 70. */
export async function run(words: readonly string[], world: World): Promise<ExitCode> {
  try {
    return await requested(words, world);
  } catch (error) {
    return failed(error, world);
  }
}

async function requested(words: readonly string[], world: World): Promise<ExitCode> {
  // Asked by scripts over and over: what commands there are need not be known for it.
  if (words.length === 1 && words[0] === '--version') {
    world.stdout.write(`${version()}\n`);
    return EXIT.ok;
  }
  let asked: Run | undefined;
  const { program } = await import('./program.js');
  const root = program(
    world,
    (found) => {
      asked = found;
    },
    words,
  );
  if (words.length === 0) {
    const { chosenWords } = await import('./welcome.js');
    const chosen = await chosenWords(world);
    if (chosen !== undefined) return chosen.length === 0 ? EXIT.ok : requested(chosen, world);
    root.outputHelp({ error: true });
    return EXIT.usage;
  }
  root.parse(words, { from: 'user' });
  return asked === undefined ? EXIT.usage : asked(world);
}

/** Help and version are thrown as well, and are no failures. */
const ASKED_FOR: ReadonlySet<string> = new Set(['commander.helpDisplayed', 'commander.version']);

function failed(error: unknown, world: World): ExitCode {
  if (isCommanderError(error)) return ASKED_FOR.has(error.code) || isHelpCommand(error) ? EXIT.ok : EXIT.usage;
  if (error instanceof UserError) {
    world.stderr.write(`workbench: ${safeLines(error.message)}\n`);
    if (error.hint !== undefined) world.stderr.write(`${safeLines(error.hint)}\n`);
    return error instanceof NothingReadableError ? EXIT.inconclusive : EXIT.usage;
  }
  if (world.interruption.signal.aborted && error instanceof Error && error.name === 'AbortError') {
    world.stderr.write('interrupted: nothing was read yet\n');
    return world.interruption.received() === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  world.stderr.write(`workbench: this is a bug in workbench, please report it\n${safeLines(text)}\n`);
  return EXIT.bug;
}

/** File names and what stands in files are parts of messages, and may be anybody's. */
function safeLines(text: string): string {
  return text
    .split('\n')
    .map((line) => printable(line))
    .join('\n');
}

/** `workbench help tree` ends like `--help`; a command that lacks its subcommand shows help too, and is a mistake. */
function isHelpCommand(error: CommanderError): boolean {
  return error.code === 'commander.help' && error.exitCode === 0;
}

/** By what all its errors have: its class would be loaded for nothing. */
function isCommanderError(error: unknown): error is CommanderError {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.') && 'exitCode' in error;
}
