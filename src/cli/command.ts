import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { ReadingThreads } from '../ingest/parallel/reading-threads.js';
import { compileLess } from './compiling.js';
import type { ExitCode } from './exit-code.js';
import type { CaseOptions } from './options/case-options.js';
import { sortOperands } from './options/operands.js';
import { threadsToRead } from './reading-ahead.js';
import type { World } from './world.js';

/** A command line that works, and what it is for. */
export interface Example {
  readonly line: string;
  readonly meaning: string;
}

/** What a command was called with. */
export interface Call<Options> {
  readonly operands: readonly string[];
  readonly options: Options;
  /** True when the option was given, on the command line or by the environment, and is not just its default or the configuration's. */
  isGiven(option: keyof Options & string): boolean;
  readonly world: World;
  /** To read events with, where they were started before the command was loaded. Who started them closes them. */
  readonly threads?: ReadingThreads;
}

/**
 * A command as the registry lists it: its name, its help and its options. What it does is loaded when it runs, so that `--help`
 * and `--version` answer at once.
 */
export interface CommandDefinition {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** What it does, for its own help. */
  readonly description: string;
  /** Never empty, unless there are subcommands. */
  readonly examples: readonly Example[];
  readonly subcommands?: readonly CommandDefinition[];
  /** The subcommand that runs when none is named. */
  readonly defaultSubcommand?: string;
  /** True for a command that works whatever the configuration says, and has to: it is what puts a bad one right. */
  readonly ignoresConfig?: boolean;
  /** Adds arguments and options, and gives back what runs. Absent for a command that only has subcommands. */
  readonly define?: (command: Command) => Run;
}

/** Runs a command to its end. */
export type Run = (world: World) => Promise<ExitCode>;

/** What a command's module does when it is loaded. `Options` are those that `define` added. */
export function runWith<Options>(command: Command, load: Load<Options>): Run {
  return async (world) => (await load())(callOf<Options>(command, world));
}

/** As `runWith`, for a command that may read events into a case and then ends: what reads them starts while the command is loaded. */
export function runOnCase<Options extends CaseOptions>(command: Command, load: Load<Options>): Run {
  return async (world) => {
    compileLess();
    const call = callOf<Options>(command, world);
    const threads = threadsToRead(sortOperands(call.operands, existsSync).inputs, call.options);
    try {
      return await (await load())({ ...call, threads });
    } finally {
      threads.close();
    }
  };
}

type Load<Options> = () => Promise<(call: Call<Options>) => Promise<ExitCode>>;

function callOf<Options>(command: Command, world: World): Call<Options> {
  const isGiven = (option: string): boolean => !['default', 'config', undefined].includes(command.getOptionValueSource(option));
  return { operands: command.args, options: command.opts<Options & Record<string, unknown>>(), isGiven, world };
}
