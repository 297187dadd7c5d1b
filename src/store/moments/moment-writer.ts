import type { CaseDatabase } from '../database.js';
import { type MomentColumns, momentColumns, UNTIMED } from './moment-columns.js';
import { MOMENTS_PER_PAGE, PagePacker } from './moment-page.js';

/** Writes the timeline of a case, page by page. */
export class MomentWriter {
  readonly #insert;
  readonly #packer = new PagePacker();
  readonly #page = momentColumns(MOMENTS_PER_PAGE);
  #pages = 0;
  #count = 0;

  constructor(database: CaseDatabase) {
    this.#insert = database.prepare<[number, number | null, number, Uint8Array]>('insert into moment_page values (?, ?, ?, ?)');
  }

  /** Adds the moments at these places, in this order. */
  add(columns: MomentColumns, order: Uint32Array): void {
    for (let begin = 0; begin < order.length; ) {
      const places = order.subarray(begin, begin + MOMENTS_PER_PAGE - this.#count);
      pick(columns, places, this.#page, this.#count);
      this.#count += places.length;
      begin += places.length;
      if (this.#count === MOMENTS_PER_PAGE) this.end();
    }
  }

  /** Writes the last page. */
  end(): void {
    if (this.#count === 0) return;
    const [firstUs = UNTIMED] = this.#page.us;
    this.#pages += 1;
    this.#insert.run(this.#pages, firstUs === UNTIMED ? null : firstUs, this.#count, this.#packer.pack(this.#page, this.#count));
    this.#count = 0;
  }
}

/** Puts the moments of these places one after the other, from a place on. */
function pick(from: MomentColumns, places: Uint32Array, to: MomentColumns, begin: number): void {
  for (let at = 0; at < places.length; at++) {
    const place = places[at] ?? 0;
    to.us[begin + at] = from.us[place] ?? 0;
    to.whats[begin + at] = from.whats[place] ?? 0;
    to.refs[begin + at] = from.refs[place] ?? 0;
    to.processes[begin + at] = from.processes[place] ?? 0;
    to.parts[begin + at] = from.parts[place] ?? 0;
  }
}
