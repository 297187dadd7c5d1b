import { isDay, parseTime } from '../../model/time.js';
import { described, mistyped, type ValueReading, type ValueType, writtenText } from './value-type.js';

const CLOCK = /^\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/;
const ZONE = /(Z|[+-]\d{2}:?\d{2})$/i;
const US_PER_SECOND = 1_000_000;

/**
 * A moment, right when it is within the tolerance: screens show fewer digits than events have. With a day, the clock alone is enough.
 * The head is the stretch of the tolerance's length that the moment lies in; a moment within the tolerance lies in that one or a neighbour.
 */
export function time(toleranceSeconds: number, day: string | undefined): ValueType {
  const toleranceUs = Math.round(toleranceSeconds * US_PER_SECOND);
  const width = Math.max(1, toleranceUs);
  return {
    kind: 'time',
    expects: day === undefined ? 'a time in UTC, like 2026-11-20T16:42:23Z' : 'a time in UTC, like 16:42:23',
    read: (node): ValueReading => {
      const text = writtenText(node);
      if (text === undefined || text === '') return mistyped(`expected a time, got ${described(node)}`);
      const instant = parseTime(completed(text, day));
      if (instant === undefined) return mistyped(`expected a time, got "${text}": ${whatIsMissing(text, day)}`);
      const stretch = Math.floor(instant.us / width);
      const heads = toleranceUs === 0 ? [stretch] : [stretch, stretch - 1, stretch + 1];
      return { kind: 'value', value: { head: String(stretch), heads: heads.map(String), detail: String(instant.us) } };
    },
    isSame: (given, right) => Math.abs(Number(given) - Number(right)) <= toleranceUs,
  };
}

/** A clock with the lab's day; a time that names no zone is in UTC, as every screen here shows it. */
function completed(text: string, day: string | undefined): string {
  const clock = text.replace(/Z$/i, '');
  const withDay = day !== undefined && CLOCK.test(clock) ? `${day}T${clock}` : text;
  const withSeconds = /T\d{2}:\d{2}$/.test(withDay) ? `${withDay}:00` : withDay;
  return ZONE.test(withSeconds) ? withSeconds : `${withSeconds}Z`;
}

function whatIsMissing(text: string, day: string | undefined): string {
  if (isDay(text)) return 'the clock is missing, like T16:42:23Z';
  if (CLOCK.test(text)) return 'the day is missing, like 2026-11-20T16:42:23Z';
  return day === undefined ? 'write it like 2026-11-20T16:42:23Z' : 'write it like 16:42:23';
}
