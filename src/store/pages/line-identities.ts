import type { KnownIdentities } from '../../model/known-identities.js';
import type { CaseDatabase } from '../database.js';
import { type EventPage, EventPages } from './event-pages.js';
import { IdentityFilter } from './identity-filter.js';

/**
 * What the records of a case are known again by, source by source. What was written since the last question is read with the next, so that a
 * case of many sources is read once. Memory: eight bytes a record, and two for the filter that most questions end at.
 */
export class LineIdentities {
  readonly #pages: EventPages;
  /** Ascending runs of each source: the next is never more than half as long as the one before. */
  readonly #runs = new Map<number, Float64Array[]>();
  readonly #filter = new IdentityFilter();
  #nextEvent = 0;

  constructor(database: CaseDatabase) {
    this.#pages = new EventPages(database);
  }

  /** Those of all other sources, as the case is now. */
  elsewhere(source: number): KnownIdentities {
    this.#readOn();
    return {
      countOf: (identity) => {
        if (!this.#filter.mayHold(identity)) return 0;
        let count = 0;
        for (const [other, runs] of this.#runs) if (other !== source) for (const run of runs) count += countIn(run, identity);
        return count;
      },
    };
  }

  #readOn(): void {
    const read = new Map<number, Float64Array[]>();
    for (const page of this.#pages.pagesFrom(this.#nextEvent)) {
      this.#nextEvent = page.first + page.count;
      const known = read.get(page.source);
      if (known === undefined) read.set(page.source, [identitiesOf(page)]);
      else known.push(identitiesOf(page));
    }
    for (const [source, pages] of read) this.#add(source, joined(pages).sort());
  }

  #add(source: number, run: Float64Array): void {
    const runs = this.#runs.get(source) ?? [];
    let added = run;
    for (let last = runs.at(-1); last !== undefined && last.length < added.length * 2; last = runs.at(-1)) {
      runs.pop();
      added = joined([last, added]).sort();
    }
    runs.push(added);
    this.#runs.set(source, runs);
    this.#filter.add(run, () => [...this.#runs.values()].flat());
  }
}

function identitiesOf(page: EventPage): Float64Array {
  const identities = new Float64Array(page.count);
  const own = new Float64Array(page.count);
  page.columnInto('hash', identities);
  page.columnInto('identity', own);
  for (let at = 0; at < own.length; at++) {
    const identity = own[at] ?? Number.NaN;
    if (!Number.isNaN(identity)) identities[at] = identity;
  }
  return identities;
}

function joined(lists: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
  let to = 0;
  for (const list of lists) {
    all.set(list, to);
    to += list.length;
  }
  return all;
}

function countIn(sorted: Float64Array, value: number): number {
  const first = firstFrom(sorted, value);
  let end = first;
  while (sorted[end] === value) end += 1;
  return end - first;
}

/** Place of the first number that is not below this one. */
function firstFrom(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
