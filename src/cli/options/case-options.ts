import { type Command, InvalidArgumentError, Option } from 'commander';
import { FORMAT_NAMES, type FormatName } from '../../model/source.js';
import { parseDuration } from './duration.js';

/** Options on where a case is and how it is read. */
export interface CaseOptions {
  readonly case?: string;
  /** Seconds. */
  readonly lateAfter: number;
  readonly strict?: boolean;
  /** What to read every input as, whatever it looks like. */
  readonly as?: FormatName;
  /** Only of commands that offer it. */
  readonly follow?: boolean;
}

/** Seconds after which a start counts as late, unless told otherwise. */
export const LATE_AFTER_SECONDS = 300;

/** Adds what every command takes that reads events: files, a case, the late threshold. */
export function addCaseOptions(command: Command): void {
  command
    .argument('[inputs...]', 'event files, folders, globs, - for standard input, or one case file')
    .addOption(new Option('--case <file>', 'keep the case in this file; alone: read that case').env('WORKBENCH_CASE'))
    .addOption(
      new Option('--late-after <duration>', 'a process is late when it starts this long after its container: 300, 5m, 1h30m')
        .env('WORKBENCH_LATE_AFTER')
        .default(LATE_AFTER_SECONDS, '5m')
        .argParser(lateAfter),
    )
    .addOption(new Option('--as <format>', 'read the inputs as this format, whatever they look like').choices(FORMAT_NAMES))
    .option('--strict', 'exit 3 when any line was refused');
}

/** Adds the option to read on as the inputs grow. */
export function addFollowOption(command: Command): void {
  command.option('-F, --follow', 'go on reading while files, or standard input, grow');
}

function lateAfter(text: string): number {
  const seconds = parseDuration(text);
  if (seconds === undefined) throw new InvalidArgumentError('Write seconds or a duration: 300, 5m, 1h30m.');
  return seconds;
}
