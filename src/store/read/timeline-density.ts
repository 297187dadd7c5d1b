import type { TimeUs } from '../../model/time.js';
import type { TimelineQuery } from '../../model/timeline.js';
import type { CaseDatabase } from '../database.js';
import { momentSource, timelineCondition } from './timeline-filter.js';

/**
 * How many moments fall into each of `buckets` equal parts of a span, of which the first begins at `sinceUs` and the last holds `untilUs`.
 * Moments stand in order of time, so that without a condition each part is found by its ends: some milliseconds, however many there are.
 */
export function timelineDensity(
  database: CaseDatabase,
  query: TimelineQuery & { readonly sinceUs: TimeUs; readonly untilUs: TimeUs },
  buckets: number,
): readonly number[] {
  const { sinceUs, untilUs, filter, kinds } = query;
  const width = Math.max(1, (untilUs + 1 - sinceUs) / buckets);
  const firstAt = placeFinder(database);
  const places = Array.from({ length: buckets + 1 }, (_, bucket) => firstAt(Math.ceil(sinceUs + bucket * width)));
  if (filter.terms.length === 0 && kinds === undefined)
    return Array.from({ length: buckets }, (_, bucket) => (places[bucket + 1] ?? 0) - (places[bucket] ?? 0));
  const { sql, parameters } = timelineCondition(query);
  const counts = new Array<number>(buckets).fill(0);
  const rows = database
    .prepare<unknown[], { bucket: number; n: number }>(
      `select cast((m.us - ?) / ? as integer) as bucket, count(*) as n ${momentSource(query)} where m.id >= ? and m.id < ? and ${sql} group by 1`,
    )
    .all(sinceUs, width, places[0] ?? 0, places[buckets] ?? 0, ...parameters);
  for (const { bucket, n } of rows) counts[Math.min(buckets - 1, bucket)] = (counts[Math.min(buckets - 1, bucket)] ?? 0) + n;
  return counts;
}

/** Finds the place of the first moment at a time or later; one past the last timed one when there is none. */
function placeFinder(database: CaseDatabase): (us: TimeUs) => number {
  const usAt = database.prepare<[number], number | null>('select us from moment where id = ?').pluck();
  const end = Number(database.prepare('select coalesce(max(id), 0) from moment').pluck().get()) + 1;
  return (us) => {
    let low = 1;
    let high = end;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((usAt.get(middle) ?? Number.POSITIVE_INFINITY) >= us) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
