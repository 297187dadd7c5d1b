import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { Database } from './binding.js';
import type { CaseDatabase } from './database.js';
import { RecordWriter } from './record-writer.js';
import { innerPage, LeafPage, type PageOfTable } from './table-pages.js';

/** Larger pages than the case has: more rows fit whole. */
const PAGE_BYTES = 32_768;
/** Pages that are written at once. */
const PAGES_AT_ONCE = 16;
/** What names begin with under which SQL knows the files that rows are copied from. */
const SCHEMA = 'image_of_';
/** Where SQLite puts the first page of the first table of a new file. */
const ROOT = 2;
/** Where the first page of a file says how many there are. */
const PAGE_COUNT_OFFSET = 28;

/** The file that rows of a case are put into before they are copied, beside it, as SQLite's own are. */
export function imageFile(casePath: string): string {
  return `${casePath}-rows`;
}

/**
 * Rows of one table, written as SQLite's pages into a file of their own and copied from there into the empty table of a case. SQLite copies such rows without
 * looking into them, which is done sooner than a statement for each of them. Rows come in order of their ids, with all columns in the order of the
 * table. *Source:* "Database File Format" of SQLite's documentation, and `xferOptimization` of its insert.c for what is copied as it is.
 */
export class TableImage {
  readonly record: RecordWriter;
  readonly #database: CaseDatabase;
  readonly #table: string;
  readonly #path: string;
  readonly #file: number;
  readonly #leaf: LeafPage;
  readonly #written: PageOfTable[] = [];
  readonly #block: Uint8Array;
  readonly #pageBytes: number;
  #pages = ROOT;
  #waiting = 0;
  #rows = 0;

  constructor(database: CaseDatabase, table: string, { pageBytes = PAGE_BYTES }: { readonly pageBytes?: number } = {}) {
    this.#database = database;
    this.#table = table;
    this.#path = imageFile(database.name);
    this.#pageBytes = pageBytes;
    this.#leaf = new LeafPage(pageBytes);
    this.record = new RecordWriter(this.#leaf.mostPayload);
    this.#block = new Uint8Array(PAGES_AT_ONCE * pageBytes);
    const sql = database.prepare<[string], string>('select sql from sqlite_schema where name = ?').pluck().get(table);
    if (sql === undefined) throw new Error(`there is no table ${table}`);
    try {
      createEmpty(this.#path, sql, pageBytes);
      this.#file = openSync(this.#path, 'r+');
    } catch (error) {
      rmSync(this.#path, { force: true });
      throw error;
    }
  }

  /** Adds the row that was put into `record`. False, and nothing added, where it does not fit into a page. */
  add(id: number): boolean {
    const isWhole = this.record.end();
    if (isWhole && !this.#leaf.add(id, this.record)) {
      this.#flushLeaf();
      this.#leaf.add(id, this.record);
    }
    this.record.begin();
    if (isWhole) this.#rows += 1;
    return isWhole;
  }

  /** Copies all rows into the table of the case. */
  copy(): void {
    this.#finish();
    this.#database.prepare(`attach ? as "${SCHEMA}${this.#table}"`).run(this.#path);
    const { changes } = this.#database
      .prepare(`insert into main."${this.#table}" select * from "${SCHEMA}${this.#table}"."${this.#table}"`)
      .run();
    if (changes !== this.#rows) throw new Error(`${changes} of ${this.#rows} rows of ${this.#table} were copied`);
  }

  /** Removes the file. In a transaction that copied from it, `forgetImages` has to be called after its end. */
  clear(): void {
    closeSync(this.#file);
    rmSync(this.#path, { force: true });
  }

  #finish(): void {
    if (this.#written.length === 0) {
      this.#writeAt(ROOT, this.#leaf.take());
    } else {
      if (this.#leaf.rows > 0) this.#flushLeaf();
      this.#writeRoot();
    }
    this.#writeWaiting();
    const count = new Uint8Array(4);
    new DataView(count.buffer).setUint32(0, this.#pages);
    writeSync(this.#file, count, 0, count.length, PAGE_COUNT_OFFSET);
  }

  #flushLeaf(): void {
    const lastId = this.#leaf.lastId;
    this.#written.push({ page: this.#append(this.#leaf.take()), lastId });
  }

  #writeRoot(): void {
    let below: readonly PageOfTable[] = this.#written;
    for (;;) {
      const above: PageOfTable[] = [];
      for (let at = 0; at < below.length; ) {
        const { bytes, pages } = innerPage(below, at, this.#pageBytes);
        at += pages;
        if (above.length === 0 && at === below.length) {
          this.#writeAt(ROOT, bytes);
          return;
        }
        above.push({ page: this.#append(bytes), lastId: below[at - 1]?.lastId ?? 0 });
      }
      below = above;
    }
  }

  /** Gives the number of the page. */
  #append(bytes: Uint8Array): number {
    this.#block.set(bytes, this.#waiting * this.#pageBytes);
    this.#waiting += 1;
    this.#pages += 1;
    if (this.#waiting === PAGES_AT_ONCE) this.#writeWaiting();
    return this.#pages;
  }

  #writeWaiting(): void {
    if (this.#waiting > 0) this.#writeAt(this.#pages - this.#waiting + 1, this.#block.subarray(0, this.#waiting * this.#pageBytes));
    this.#waiting = 0;
  }

  #writeAt(page: number, bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; )
      done += writeSync(this.#file, bytes, done, bytes.length - done, (page - 1) * this.#pageBytes + done);
  }
}

/** Lets the connection know nothing more of images that were copied. Not to be called in a transaction. */
export function forgetImages(database: CaseDatabase): void {
  const names = database.prepare<[], string>('select name from pragma_database_list').pluck().all();
  for (const name of names) if (name.startsWith(SCHEMA)) database.exec(`detach "${name}"`);
}

/** A file with this one table and no row. What one that was ended by force left there is removed. */
function createEmpty(path: string, sql: string, pageBytes: number): void {
  rmSync(path, { force: true });
  closeSync(openSync(path, 'wx', 0o600));
  const image = new Database(path);
  try {
    image.pragma(`page_size = ${pageBytes}`);
    image.pragma('journal_mode = off');
    image.pragma('synchronous = off');
    image.exec(sql);
  } finally {
    image.close();
  }
}
