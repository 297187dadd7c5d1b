import type { CaseDatabase } from '../database.js';

/** The number of the last event that a case keeps; 0 where it keeps none. */
export function lastEvent(database: CaseDatabase): number {
  const last = database
    .prepare<[], number>('select first_event + events - 1 from fact_page order by first_event desc limit 1')
    .pluck()
    .get();
  return last ?? 0;
}
