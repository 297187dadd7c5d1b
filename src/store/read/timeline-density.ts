import type { TimeUs } from '../../model/time.js';
import type { TimelineQuery } from '../../model/timeline.js';
import { UNTIMED } from '../moments/moment-columns.js';
import type { StoredMoments } from './stored-moments.js';
import type { MomentFilter } from './timeline-filter.js';

/** Moments of a span with both ends. */
export type DensityQuery = TimelineQuery & { readonly sinceUs: TimeUs; readonly untilUs: TimeUs };

/**
 * How many moments fall into each of `buckets` equal parts of a span, of which the first begins at `sinceUs` and the last holds `untilUs`.
 * Moments stand in order of time, so that without a filter each part is found by its ends: some milliseconds, however many there are.
 */
export function timelineDensity(
  moments: StoredMoments,
  filter: MomentFilter | undefined,
  { sinceUs, untilUs }: DensityQuery,
  buckets: number,
): readonly number[] {
  const width = Math.max(1, (untilUs + 1 - sinceUs) / buckets);
  const placeOf = (bucket: number): number => moments.firstAt(Math.ceil(sinceUs + bucket * width));
  if (filter === undefined) {
    const places = Array.from({ length: buckets + 1 }, (_, bucket) => placeOf(bucket));
    return Array.from({ length: buckets }, (_, bucket) => (places[bucket + 1] ?? 0) - (places[bucket] ?? 0));
  }
  const counts = new Array<number>(buckets).fill(0);
  for (const { page, first, end } of moments.within({ from: placeOf(0), end: placeOf(buckets) })) {
    for (let at = filter.next(page, first, end); at < end; at = filter.next(page, at + 1, end)) {
      const bucket = Math.min(buckets - 1, Math.floor(((page.us[at] ?? UNTIMED) - sinceUs) / width));
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
  }
  return counts;
}
