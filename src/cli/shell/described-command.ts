import type { Command, Option } from 'commander';
import type { CommandDefinition, Example } from '../command.js';

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
  /** Whether it takes words that may name files. */
  readonly takesFiles: boolean;
  readonly examples: readonly Example[];
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
  /** What holds when it is not given, as its help shows it. */
  readonly usual?: string;
}

/**
 * A command with everything below it. What only help is for is left out. `definitions` are those of its subcommands, for what the parser
 * keeps as a text: examples.
 */
export function describedCommand(
  command: Command,
  definitions: readonly CommandDefinition[],
  path: readonly string[] = [],
): DescribedCommand {
  return {
    path,
    summary: command.summary() || command.description(),
    description: command.description(),
    usage: command.usage(),
    options: [...command.options.map(describedOption), HELP],
    subcommands: command.commands.map((child) => describedChild(child, definitions, path)),
    takesFiles: command.registeredArguments.length > 0,
    examples: [],
  };
}

function describedChild(child: Command, definitions: readonly CommandDefinition[], path: readonly string[]): DescribedCommand {
  const definition = definitions.find(({ name }) => name === child.name());
  const described = describedCommand(child, definition?.subcommands ?? [], [...path, child.name()]);
  return { ...described, examples: definition?.examples ?? [] };
}

const HELP: DescribedOption = { flags: '-h, --help', short: '-h', long: '--help', description: 'print help', value: { kind: 'none' } };

function describedOption(option: Option): DescribedOption {
  const { flags, short, long, description, envVar, argChoices, defaultValue, defaultValueDescription } = option;
  const usual = defaultValueDescription ?? (typeof defaultValue === 'string' ? defaultValue : undefined);
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
    ...(usual !== undefined && { usual }),
  };
}

/** The command and everything below it, each once, in the order of help. */
export function withSubcommands(command: DescribedCommand): readonly DescribedCommand[] {
  return [command, ...command.subcommands.flatMap(withSubcommands)];
}
