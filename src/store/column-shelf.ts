import type { Column } from '../model/link/columns.js';
import type { CaseDatabase } from './database.js';
import { columnStarts, PackedNumbers, unpackInto } from './pages/packed-numbers.js';

/** Left alone, SQLite keeps sixteen megabytes of temporary tables in memory. */
const TEMPORARY_CACHE = 'temp.cache_size = -1000';

interface ShelfRow {
  readonly rows: number;
  readonly packed: Buffer;
}

/** Columns that were put aside, packed. */
export class ShelvedColumns {
  readonly rows: number;
  readonly #packed: Buffer;
  readonly #starts: readonly number[];

  constructor({ rows, packed }: ShelfRow) {
    this.rows = rows;
    this.#packed = packed;
    this.#starts = columnStarts(packed, rows);
  }

  /** The column at this place, put into a list from its place `to` on. `spare`: has room for as many numbers as there are rows. */
  columnInto(column: number, list: Column, to: number, spare: Float64Array): void {
    // Unpacking into lists of several kinds would take twice as long.
    unpackInto(this.#packed, this.#starts[column] ?? 0, this.rows, spare);
    list.set(spare.subarray(0, this.rows), to);
  }
}

/**
 * Columns of numbers that are put aside while a case is linked: in a table of this connection alone, which SQLite keeps in a file of its own once it is
 * larger than a megabyte or so. The file has no name, so that nothing of it stays, however the program ends.
 */
export class ColumnShelf {
  readonly #database: CaseDatabase;
  readonly #name: string;
  readonly #insert;
  readonly #find;
  readonly #packed = new PackedNumbers();

  /** `name`: of its table, which is emptied. */
  constructor(database: CaseDatabase, name: string) {
    this.#database = database;
    this.#name = name;
    database.pragma(TEMPORARY_CACHE);
    database.exec(
      `drop table if exists temp.${name}; create temp table ${name} (id integer primary key, rows integer not null, packed blob not null)`,
    );
    this.#insert = database.prepare<[number, number, Buffer]>(`insert into temp.${name} values (?, ?, ?)`);
    this.#find = database.prepare<[number], ShelfRow>(`select rows, packed from temp.${name} where id = ?`);
  }

  /** Puts rows of these columns aside under a number: the first ones, or those that `pick` puts into a list of their own. */
  put<Numbers extends ArrayLike<number>>(
    id: number,
    columns: readonly Numbers[],
    rows: number,
    pick: (column: Numbers) => ArrayLike<number> = (column) => column,
  ): void {
    for (const column of columns) this.#packed.add(pick(column), rows);
    this.#insert.run(id, rows, this.#packed.take());
  }

  /** What was put aside under this number. */
  get(id: number): ShelvedColumns {
    const row = this.#find.get(id);
    if (row === undefined) throw new Error(`nothing was put aside as ${id}`);
    return new ShelvedColumns(row);
  }

  /** Throws away what was put aside. */
  clear(): void {
    this.#database.exec(`drop table temp.${this.#name}`);
  }
}
