import type { CaseDatabase } from '../database.js';
import { EventPages } from './event-pages.js';

/** What the records of all other sources are known again by, in ascending order. Cost: eight bytes a record of theirs. */
export function identitiesElsewhere(database: CaseDatabase, source: number): Float64Array {
  const count = Number(
    database.prepare<[number], number>('select coalesce(sum(events), 0) from fact_page where source <> ?').pluck().get(source),
  );
  const identities = new Float64Array(count);
  let to = 0;
  for (const page of new EventPages(database).pages()) {
    if (page.source === source) continue;
    const own = new Float64Array(page.count);
    page.columnInto('identity', own);
    page.columnInto('hash', identities, to);
    own.forEach((identity, at) => {
      if (!Number.isNaN(identity)) identities[to + at] = identity;
    });
    to += page.count;
  }
  return identities.sort();
}
