import type { Column } from '../model/link/columns.js';
import { ColumnShelf } from './column-shelf.js';
import type { CaseDatabase } from './database.js';

/** Where runs of a part begin to be counted: there are fewer of them. */
const MOST_RUNS = 2 ** 20;

/**
 * Rows that are too many to be in memory at once, divided into parts that are read one after the other. Rows come in stretches, of each of which a
 * part's rows are put aside as one run: so a part's rows keep the order in which they came.
 */
export class PartedRows<Columns extends { readonly [Key in keyof Columns]: Column }> {
  readonly #shelf: ColumnShelf;
  readonly #runs: number[] = [];
  readonly #rows: number[] = [];
  readonly #parts: number;
  #longestRun = 0;
  #places = new Uint32Array(0);
  #partAt = new Uint32Array(0);
  #numbers = new Float64Array(0);

  constructor(database: CaseDatabase, name: string, parts: number) {
    this.#shelf = new ColumnShelf(database, name);
    this.#parts = parts;
    for (let part = 0; part < parts; part++) {
      this.#runs.push(0);
      this.#rows.push(0);
    }
  }

  /** Puts the first rows of a stretch aside, each to its part. */
  put(columns: Columns, count: number, partOf: (at: number) => number): void {
    if (count > this.#places.length) {
      this.#places = new Uint32Array(count);
      this.#partAt = new Uint32Array(count);
      this.#numbers = new Float64Array(count);
    }
    const places = this.#places;
    const ends = this.#placesByPart(count, partOf);
    for (let part = 0, from = 0; part < this.#parts; part++) {
      const to = ends[part] ?? 0;
      if (to > from) this.#putRun(part, columns, places.subarray(from, to));
      from = to;
    }
  }

  /** How many rows a part has. */
  rows(part: number): number {
    return this.#rows[part] ?? 0;
  }

  /** Puts all rows of a part into columns that are long enough, in the order in which they came. */
  into(part: number, columns: Columns): void {
    let to = 0;
    const lists = Object.values<Column>(columns);
    const spare = new Float64Array(this.#longestRun);
    for (let run = 0; run < (this.#runs[part] ?? 0); run++) {
      const shelved = this.#shelf.get(part * MOST_RUNS + run);
      lists.forEach((list, at) => {
        shelved.columnInto(at, list, to, spare);
      });
      to += shelved.rows;
    }
  }

  /** Throws all rows away. */
  clear(): void {
    this.#shelf.clear();
  }

  #putRun(part: number, columns: Columns, places: Uint32Array): void {
    const numbers = this.#numbers;
    const run = this.#runs[part] ?? 0;
    const picked = (column: Column) => {
      for (let at = 0; at < places.length; at++) numbers[at] = column[places[at] ?? 0] ?? 0;
      return numbers;
    };
    this.#shelf.put(part * MOST_RUNS + run, Object.values<Column>(columns), places.length, picked);
    this.#longestRun = Math.max(this.#longestRun, places.length);
    this.#runs[part] = run + 1;
    this.#rows[part] = (this.#rows[part] ?? 0) + places.length;
  }

  /** Leaves the places of rows in `#places`, part by part, and gives where each part's end. */
  #placesByPart(count: number, partOf: (at: number) => number): Uint32Array {
    const [partAt, places, ends] = [this.#partAt, this.#places, new Uint32Array(this.#parts)];
    for (let at = 0; at < count; at++) {
      const part = partOf(at);
      partAt[at] = part;
      ends[part] = (ends[part] ?? 0) + 1;
    }
    for (let part = 0, before = 0; part < this.#parts; part++) {
      const rows = ends[part] ?? 0;
      ends[part] = before;
      before += rows;
    }
    for (let at = 0; at < count; at++) {
      const part = partAt[at] ?? 0;
      const to = ends[part] ?? 0;
      places[to] = at;
      ends[part] = to + 1;
    }
    return ends;
  }
}
