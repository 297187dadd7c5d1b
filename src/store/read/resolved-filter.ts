import type { Filter, FilterTerm } from '../../model/filter.js';
import type { CaseDatabase } from '../database.js';
import type { CaseLists } from '../lists/case-lists.js';
import { isConnectionTerm } from '../matching/connection-terms.js';
import type { ProcessMatcher } from '../matching/process-matcher.js';
import { type FilterTarget, filterCondition } from './filter-sql.js';
import { all, type SqlCondition } from './sql-condition.js';

const matchers = new WeakMap<CaseDatabase, ProcessMatcher>();

/** Has conditions of this connection say by number which rows a filter keeps, as a matcher knows them. */
export function resolveFilters(database: CaseDatabase, matcher: ProcessMatcher): void {
  matchers.set(database, matcher);
}

/** What knows rows by filter on this connection, if anybody does. */
export function matcherOf(database: CaseDatabase): ProcessMatcher | undefined {
  return matchers.get(database);
}

/** Lists of this connection's case from memory, where somebody holds them. */
export function listsOf(database: CaseDatabase): CaseLists | undefined {
  return matchers.get(database)?.lists();
}

/** The filter as a condition on the target's rows, of which each has its process: by numbers where a matcher knows them, else in words. */
export function resolvedCondition(database: CaseDatabase, filter: Filter, target: FilterTarget): SqlCondition {
  const matcher = matchers.get(database);
  if (matcher === undefined || filter.terms.length === 0) return filterCondition(filter, target);
  switch (target) {
    case 'process':
      return rowsCondition('p.id', matcher.matching(filter));
    case 'connection':
      return rowsCondition('n.id', matcher.matchingConnections(filter));
    case 'dns': {
      const ofProcess = filter.terms.filter(asksProcess);
      const others = filterCondition({ terms: filter.terms.filter((term) => !asksProcess(term)) }, target);
      return ofProcess.length === 0 ? others : all([rowsCondition('p.id', matcher.matching({ terms: ofProcess })), others]);
    }
  }
}

/** Of a message these ask what they ask of its process. */
function asksProcess(term: FilterTerm): boolean {
  return !isConnectionTerm(term) && term.kind !== 'time' && term.kind !== 'word';
}

/** Beyond this many a look at each row is quicker than a look-up of each number. */
const MOST_LOOKED_UP = 2000;

function rowsCondition(column: string, ids: Int32Array): SqlCondition {
  if (ids.length <= MOST_LOOKED_UP)
    return { sql: `${column} in (select value from json_each(?))`, parameters: [JSON.stringify(Array.from(ids))] };
  const marks = new Uint8Array(ids.at(-1) ?? 0);
  for (const id of ids) marks[id - 1] = 1;
  return { sql: `substr(?, ${column}, 1) = x'01'`, parameters: [marks] };
}
