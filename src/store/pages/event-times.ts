import type { CaseDatabase } from '../database.js';
import { EventPages } from './event-pages.js';

/** When the events of a source were, from this moment on, in order of time. Cost: one pass over all events, eight bytes for each. */
export function eventTimes(database: CaseDatabase, source: number, fromUs: number): Float64Array {
  const most = Number(
    database.prepare<[number], number>('select coalesce(sum(events), 0) from fact_page where source = ?').pluck().get(source),
  );
  const times = new Float64Array(most);
  let count = 0;
  for (const page of new EventPages(database).pagesOf(source)) {
    page.columnInto('us', times, count);
    const end = count + page.count;
    for (let at = count; at < end; at++) {
      const us = times[at] ?? Number.NaN;
      if (us >= fromUs) times[count++] = us;
    }
  }
  return times.subarray(0, count).sort();
}

/** How many events of these kinds a source told, and when the first and last were. */
export function eventsOfKinds(
  database: CaseDatabase,
  source: number,
  kinds: readonly string[],
): { readonly count: number; readonly firstUs: number | null; readonly lastUs: number | null } {
  const terms = new Set(
    database
      .prepare<[string], number>('select id from term where text in (select value from json_each(?))')
      .pluck()
      .all(JSON.stringify(kinds)),
  );
  const found = { count: 0, firstUs: Number.POSITIVE_INFINITY, lastUs: Number.NEGATIVE_INFINITY };
  for (const page of new EventPages(database).pagesOf(source)) {
    for (let at = 0; at < page.count; at++) {
      if (!terms.has(page.value('kind', at))) continue;
      found.count += 1;
      const us = page.value('us', at);
      if (us < found.firstUs) found.firstUs = us;
      if (us > found.lastUs) found.lastUs = us;
    }
  }
  const hasTime = found.lastUs >= found.firstUs;
  return { count: found.count, firstUs: hasTime ? found.firstUs : null, lastUs: hasTime ? found.lastUs : null };
}

/** Events of which one is looked at. */
const SAMPLED = 128;

/** How many events a case has, and the times of some, which are spread as all of them are. */
export function sampledTimes(database: CaseDatabase): { readonly count: number; readonly sampleUs: readonly number[] } {
  const sampleUs: number[] = [];
  let count = 0;
  for (const page of new EventPages(database).pages()) {
    count += page.count;
    for (let at = 0; at < page.count; at += SAMPLED) {
      const us = page.value('us', at);
      if (!Number.isNaN(us)) sampleUs.push(us);
    }
  }
  return { count, sampleUs };
}
