import { type LineHashScheme, SHA256_SCHEME, seededScheme } from '../model/line-hash.js';
import type { CaseDatabase } from './database.js';

const SETTING = 'line_hash';

/** How lines of a case are known again. A case that holds events of before it was settled stays with what they were hashed by. */
export function lineHashScheme(database: CaseDatabase): LineHashScheme {
  const settled = database.prepare<[string], string>('select value from setting where name = ?').pluck().get(SETTING);
  return settled ?? (hasEvents(database) || database.readonly ? SHA256_SCHEME : settleScheme(database));
}

function hasEvents(database: CaseDatabase): boolean {
  return database.prepare('select 1 from fact_page limit 1').get() !== undefined;
}

function settleScheme(database: CaseDatabase): LineHashScheme {
  // Asked of the global object: to import node:crypto takes some milliseconds of each start.
  const [seed = 0n] = crypto.getRandomValues(new BigUint64Array(1));
  const scheme = seededScheme(seed);
  database.prepare('insert into setting values (?, ?)').run(SETTING, scheme);
  return scheme;
}
