import { type Command, InvalidArgumentError, Option } from 'commander';
import { isDay } from '../../model/time.js';

/** Options on what was decided of findings before. */
export interface ReviewOptions {
  readonly suppress?: string;
  readonly showSuppressed?: boolean;
  readonly today?: string;
}

const GROUP = 'Decisions:';

/** Adds the files that say which findings are no news. */
export function addReviewOptions(command: Command): void {
  const options = [
    new Option('--suppress <file>', 'findings that were accepted, with reason and expiry (default: .workbench/suppress.yml, if there)'),
    new Option('--show-suppressed', 'show them in every form, not in json, ndjson and yaml alone'),
    new Option('--today <date>', 'the day that expiries are judged by, like 2027-01-31 (default: today in UTC)').argParser(day),
  ];
  for (const option of options) command.addOption(option.helpGroup(GROUP));
}

function day(text: string): string {
  if (!isDay(text)) throw new InvalidArgumentError('Write a day like 2027-01-31.');
  return text;
}
