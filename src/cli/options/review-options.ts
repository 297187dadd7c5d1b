import { type Command, InvalidArgumentError, Option } from 'commander';
import { isDay } from '../../model/time.js';

/** Options on what was decided of findings before. */
export interface ReviewOptions {
  readonly suppress?: string;
  readonly showSuppressed?: boolean;
  readonly today?: string;
  readonly baseline?: readonly string[];
  readonly writeBaseline?: string;
  readonly allowCritical?: boolean;
}

const GROUP = 'Decision options:';

/** Adds the files that say which findings are no news. */
export function addReviewOptions(command: Command): void {
  const options = [
    new Option('--suppress <file>', 'findings that were accepted, with reason and expiry (default: .workbench/suppress.yml, if there)'),
    new Option('--show-suppressed', 'show them in every form, not in json, ndjson and yaml alone'),
    new Option(
      '--baseline <file>',
      'findings that are known already do not fail the check; what is new against a learned behaviour is a finding; may be repeated',
    ).argParser(appended),
    new Option('--write-baseline <file>', 'write the findings of this run as a baseline for later ones'),
    new Option('--allow-critical', 'let the baseline that is written hold critical findings on shells too'),
    new Option('--today <date>', 'the day that expiries are judged by, like 2027-01-31 (default: today in UTC)').argParser(day),
  ];
  for (const option of options) command.addOption(option.helpGroup(GROUP));
}

function appended(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

function day(text: string): string {
  if (!isDay(text)) throw new InvalidArgumentError('Write a day like 2027-01-31.');
  return text;
}
