import type { Command, Option } from 'commander';

/** A command as completions and manual pages tell of it. */
export interface DescribedCommand {
  /** Words before its options: empty for the program itself. */
  readonly path: readonly string[];
  readonly summary: string;
  readonly description: string;
  /** What it is called with, as its help shows it. */
  readonly usage: string;
  readonly options: readonly DescribedOption[];
  readonly subcommands: readonly DescribedCommand[];
  /** Text below its help: examples and the like. */
  readonly takesFiles: boolean;
}

/** An option as completions and manual pages tell of it. */
export interface DescribedOption {
  /** As its help shows it: `-o, --output <file>`. */
  readonly flags: string;
  readonly short?: string;
  readonly long: string;
  readonly description: string;
  /** What it takes: nothing, one of these values, or a name. */
  readonly value: { readonly kind: 'none' } | { readonly kind: 'choice'; readonly of: readonly string[] } | { readonly kind: 'text' };
  readonly variable?: string;
}

/** A command with everything below it. What only help is for is left out. */
export function describedCommand(command: Command, path: readonly string[] = []): DescribedCommand {
  return {
    path,
    summary: command.summary() || command.description(),
    description: command.description(),
    usage: command.usage(),
    options: [...command.options.map(describedOption), HELP],
    subcommands: command.commands.map((child) => describedCommand(child, [...path, child.name()])),
    takesFiles: command.registeredArguments.length > 0,
  };
}

const HELP: DescribedOption = { flags: '-h, --help', short: '-h', long: '--help', description: 'print help', value: { kind: 'none' } };

function describedOption(option: Option): DescribedOption {
  const { flags, short, long, description, envVar, argChoices } = option;
  return {
    flags,
    ...(short !== undefined && { short }),
    long: long ?? flags,
    description,
    value:
      !option.required && !option.optional
        ? { kind: 'none' }
        : argChoices === undefined
          ? { kind: 'text' }
          : { kind: 'choice', of: argChoices },
    ...(envVar !== undefined && { variable: envVar }),
  };
}

/** The command and everything below it, each once, in the order of help. */
export function withSubcommands(command: DescribedCommand): readonly DescribedCommand[] {
  return [command, ...command.subcommands.flatMap(withSubcommands)];
}
