import { type Command, InvalidArgumentError, Option } from 'commander';
import { TIMELINE_KINDS, type TimelineKind } from '../../model/timeline.js';
import { parseDuration } from './duration.js';

/** Options that say which part of a timeline is shown. */
export interface TimelineOptions {
  /** A time, or the fingerprint of a finding. */
  readonly around?: string;
  /** Seconds. */
  readonly within: number;
  readonly kind?: readonly TimelineKind[];
}

const GROUP = 'Timeline options:';

/** Adds the moment to look around, and the kinds of things to show. */
export function addTimelineOptions(command: Command): void {
  command.addOption(new Option('--around <moment>', 'a time in RFC 3339, or the id of a finding').helpGroup(GROUP));
  const within = new Option('--within <duration>', 'how far before and after that moment: 10s, 5m').default(60, '1m').argParser(duration);
  command.addOption(within.helpGroup(GROUP));
  const kinds = new Option('--kind <kinds>', `only these, separated by commas: ${TIMELINE_KINDS.join(' ')}`).argParser(kindsIn);
  command.addOption(kinds.helpGroup(GROUP));
}

function duration(text: string): number {
  const seconds = parseDuration(text);
  if (seconds === undefined) throw new InvalidArgumentError('Write a length of time like 10s or 5m.');
  return seconds;
}

function kindsIn(text: string, previous: readonly TimelineKind[] | undefined): readonly TimelineKind[] {
  const kinds = text.split(',').map((word) => {
    const kind = TIMELINE_KINDS.find((known) => known === word.trim());
    if (kind === undefined) throw new InvalidArgumentError(`Write some of ${TIMELINE_KINDS.join(', ')}.`);
    return kind;
  });
  return [...(previous ?? []), ...kinds];
}
