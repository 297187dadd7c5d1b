import type { FileHandle } from 'node:fs/promises';
import { CompressionError } from '../decompress.js';
import { varint } from './record.js';

const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;
const INTERIOR = 0x05;
const LEAF = 0x0d;
/** A tree of a table is hardly deeper than five; a damaged one may go round in circles. */
const DEEPEST = 32;

/** Bytes of a file's beginning that tell a database. */
export const MAGIC_BYTES = MAGIC.length;

/** True for the first bytes of an SQLite database. */
export function isDatabase(head: Buffer): boolean {
  return head.toString('latin1', 0, MAGIC_BYTES) === MAGIC;
}

/** What is broken in it makes it unreadable from there on. */
function damaged(): CompressionError {
  return new CompressionError('the database is damaged');
}

/** Walks tables of an SQLite file without changing anything beside it, as SQLite itself would. *Source:* SQLite's file format, sections 1.2 to 1.6. */
export class DatabasePages {
  readonly #file: FileHandle;
  readonly #pageBytes: number;
  readonly #usableBytes: number;

  private constructor(file: FileHandle, header: Buffer) {
    const told = header.readUInt16BE(16);
    this.#file = file;
    this.#pageBytes = told === 1 ? 65_536 : told;
    this.#usableBytes = this.#pageBytes - (header[20] ?? 0);
    if (this.#pageBytes < 512 || this.#usableBytes < 480) throw damaged();
  }

  static async open(file: FileHandle): Promise<DatabasePages> {
    const header = Buffer.alloc(HEADER_BYTES);
    const { bytesRead } = await file.read(header, 0, HEADER_BYTES, 0);
    if (bytesRead < HEADER_BYTES) throw damaged();
    return new DatabasePages(file, header);
  }

  /** Each row's bytes, in order of row id. `root`: the table's first page, 1 for the schema. */
  async *rows(root: number, depth = 0): AsyncGenerator<Buffer> {
    if (depth > DEEPEST) throw damaged();
    const page = await this.#page(root);
    const start = root === 1 ? HEADER_BYTES : 0;
    const kind = page[start];
    if (kind !== LEAF && kind !== INTERIOR) throw damaged();
    const cells = start + (kind === LEAF ? 8 : 12);
    const count = page.readUInt16BE(start + 3);
    if (cells + count * 2 > page.length) throw damaged();
    for (let index = 0; index < count; index++) {
      const cell = page.readUInt16BE(cells + index * 2);
      if (cell + 4 > page.length) throw damaged();
      if (kind === LEAF) yield await this.#payload(page, cell);
      else yield* this.rows(page.readUInt32BE(cell), depth + 1);
    }
    if (kind === INTERIOR) yield* this.rows(page.readUInt32BE(start + 8), depth + 1);
  }

  async #page(number: number): Promise<Buffer> {
    const page = Buffer.alloc(this.#pageBytes);
    const { bytesRead } = await this.#file.read(page, 0, page.length, (number - 1) * this.#pageBytes);
    if (number < 1 || bytesRead < page.length) throw damaged();
    return page;
  }

  /** What does not fit into a page goes on in a chain of others. */
  async #payload(page: Buffer, cell: number): Promise<Buffer> {
    const size = varint(page, cell);
    const from = varint(page, size.end).end;
    const local = this.#localBytes(size.value);
    const parts = [page.subarray(from, from + local)];
    let missing = size.value - local;
    let next = missing > 0 && from + local + 4 <= page.length ? page.readUInt32BE(from + local) : 0;
    while (missing > 0) {
      const more = await this.#page(next);
      parts.push(more.subarray(4, 4 + Math.min(missing, this.#usableBytes - 4)));
      missing -= this.#usableBytes - 4;
      next = more.readUInt32BE(0);
    }
    return Buffer.concat(parts);
  }

  #localBytes(size: number): number {
    if (size <= this.#usableBytes - 35) return size;
    const least = Math.floor(((this.#usableBytes - 12) * 32) / 255) - 23;
    const fitting = least + ((size - least) % (this.#usableBytes - 4));
    return fitting <= this.#usableBytes - 35 ? fitting : least;
  }
}
