import { type Command, InvalidArgumentError, Option } from 'commander';
import type { UsageGrouping } from '../../model/usage.js';
import { parseDuration } from './duration.js';
import { addReadingOptions, type ReadingOptions } from './reading-options.js';

const GROUPINGS: readonly UsageGrouping[] = ['container', 'process', 'file'];
const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const LONGEST_SECONDS = 366 * 86_400;

/** Options of `usage`. */
export type UsageOptions = ReadingOptions & {
  readonly by: UsageGrouping;
  readonly interval: number | 'auto';
  readonly system?: boolean;
};

/** Adds what `usage` takes beside what every list takes. */
export function addUsageOptions(command: Command): void {
  addReadingOptions(command);
  command.addOption(new Option('--by <what>', 'what to add up by').choices(GROUPINGS).default('container'));
  command.addOption(
    new Option('--interval <length>', 'length of a stretch of time: s, m, h, d, a length like 10s or 5m, or auto')
      .argParser(readInterval)
      .default('auto'),
  );
  command.addOption(new Option('--system', 'show files of the system too (/etc, /usr, /lib, /proc, …), with --by file'));
}

/** Seconds that an interval stands for. */
function readInterval(text: string): number | 'auto' {
  if (text === 'auto') return 'auto';
  const seconds = UNITS[text] ?? parseDuration(text);
  if (seconds === undefined || !Number.isInteger(seconds) || seconds < 1 || seconds > LONGEST_SECONDS)
    throw new InvalidArgumentError('Write s, m, h, d, auto, or whole seconds like 10s or 1h30m.');
  return seconds;
}
