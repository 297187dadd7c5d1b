import { type Command, InvalidArgumentError, Option } from 'commander';

/** Options on the form of what is printed and where it goes. */
export interface OutputOptions {
  readonly output?: string;
  readonly force?: boolean;
}

/** Options on what a person sees. */
export interface StyleOptions {
  /** False with `--no-color`. */
  readonly color: boolean;
  readonly ascii?: boolean;
  readonly quiet?: boolean;
}

/** Options of a list that a person reads. */
export interface LimitOptions {
  readonly limit?: number;
}

const GROUP = 'Output options:';

/** Adds `--format` with the forms that a command can print, the first being the default. */
export function addFormatOption(command: Command, formats: readonly string[]): void {
  const option = new Option('--format <format>', 'what to print').choices(formats).default(formats[0]);
  command.addOption(option.helpGroup(GROUP));
}

/** Adds where the output goes. */
export function addOutputOptions(command: Command): void {
  command.addOption(new Option('-o, --output <file>', 'write here instead of standard output (-)').helpGroup(GROUP));
  command.addOption(new Option('--force', 'overwrite the output file when it exists').helpGroup(GROUP));
}

/** Adds how many rows a person gets to see. */
export function addLimitOption(command: Command): void {
  const option = new Option('--limit <n>', 'show at most this many rows as text').argParser(wholeNumber);
  command.addOption(option.helpGroup(GROUP));
}

/** Adds how text is drawn. */
export function addStyleOptions(command: Command): void {
  command.addOption(new Option('--no-color', 'no colour; also NO_COLOR').helpGroup(GROUP));
  command.addOption(new Option('--ascii', 'draw with ASCII only').env('WORKBENCH_ASCII').helpGroup(GROUP));
  command.addOption(new Option('--no-ascii', 'draw with all of Unicode, whatever the terminal seems to show').helpGroup(GROUP));
  command.addOption(new Option('-q, --quiet', 'no progress and no count on standard error').helpGroup(GROUP));
}

/** Reads a number of rows, pids or levels: whole and not negative. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('Write a whole number.');
  return Number(text);
}
