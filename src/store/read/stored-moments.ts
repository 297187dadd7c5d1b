import type { TimeUs } from '../../model/time.js';
import type { CaseDatabase } from '../database.js';
import { UNTIMED } from '../moments/moment-columns.js';
import { MOMENTS_PER_PAGE, MomentPage } from '../moments/moment-page.js';

/** Pages that stay unpacked, of 36 KB at most: those of 1.3 million moments, for who goes through all of them at every letter of a filter. */
const MOST_KEPT = 640;

const NO_MOMENTS = new MomentPage(new Uint8Array(64), UNTIMED);

/** Moments from the first to, and without, the end, of which the first has place 1. */
export interface Places {
  readonly from: number;
  readonly end: number;
}

/** Moments of a page that are asked for: from `first` to, and without, `end`. The one at `at` has place `offset + at`. */
export interface PagePart {
  readonly page: MomentPage;
  readonly first: number;
  readonly end: number;
  readonly offset: number;
}

/** The moments of one revision of a case, by place. Memory: a number for each page, and some pages that were read last. */
export class StoredMoments {
  readonly count: number;
  readonly #firstUs: readonly number[];
  readonly #kept = new Map<number, MomentPage>();
  readonly #packed;

  constructor(database: CaseDatabase) {
    const pages = database
      .prepare<[], { first_us: number | null; moments: number }>('select first_us, moments from moment_page order by id')
      .all();
    this.#firstUs = pages.map((page) => page.first_us ?? UNTIMED);
    this.count = pages.reduce((sum, { moments }) => sum + moments, 0);
    this.#packed = database.prepare<[number], Buffer>('select packed from moment_page where id = ?').pluck();
  }

  /** The first place whose moment is at a time or later; one past the last when there is none. Untimed moments are later than all. */
  firstAt(us: TimeUs): number {
    const page = firstWhere(this.#firstUs.length, (at) => (this.#firstUs[at] ?? UNTIMED) >= us) - 1;
    if (page < 0) return 1;
    const times = this.#page(page).us;
    return page * MOMENTS_PER_PAGE + firstWhere(times.length, (at) => (times[at] ?? UNTIMED) >= us) + 1;
  }

  /** The first place whose moment is later than a time, as `firstAt`; untimed moments are later than any. */
  firstAfter(us: TimeUs): number {
    return this.firstAt(Math.floor(us) + 1);
  }

  /** The moments at these places, page by page in order, or from the last on backward. */
  *within({ from, end }: Places, isBackward = false): Generator<PagePart> {
    if (from >= end) return;
    const first = Math.floor((from - 1) / MOMENTS_PER_PAGE);
    const last = Math.floor((end - 2) / MOMENTS_PER_PAGE);
    for (let number = isBackward ? last : first; number >= first && number <= last; number += isBackward ? -1 : 1) {
      const page = this.#page(number);
      const offset = number * MOMENTS_PER_PAGE + 1;
      const part = { page, offset, first: Math.max(0, from - offset), end: Math.min(page.count, end - offset) };
      if (part.first < part.end) yield part;
    }
  }

  /** A page by number from 0; an empty one where another revision took its place. */
  #page(number: number): MomentPage {
    const known = this.#kept.get(number);
    const packed = known === undefined ? this.#packed.get(number + 1) : undefined;
    const page = known ?? (packed === undefined ? NO_MOMENTS : new MomentPage(packed, this.#firstUs[number] ?? UNTIMED));
    this.#kept.delete(number);
    this.#kept.set(number, page);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return page;
  }
}

/** The first of so many that holds, where all after it hold too; their number when none does. */
function firstWhere(count: number, holds: (at: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
