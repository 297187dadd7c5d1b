import { type RecordWriter, varintLength, writeVarint } from './record-writer.js';

/** What SQLite's pages of a table begin with: those with rows, and those that lead to others. */
const [LEAF, INNER] = [13, 5] as const;
const [LEAF_HEAD, INNER_HEAD] = [8, 12] as const;
const POINTER = 2;
/** Bytes of a child's number, and at most of the id after it. */
const [CHILD, LONGEST_ID] = [4, 9] as const;
/** A record that takes so many bytes less than a page stands in it whole. */
const RESERVED = 35;

/** A page that was written, and the id of its last row or of the last one that it leads to. */
export interface PageOfTable {
  readonly page: number;
  readonly lastId: number;
}

/** A page with rows that is being filled. *Source:* "B-tree Pages" of SQLite's documentation. */
export class LeafPage {
  /** Bytes of the longest record that stands in a page. */
  readonly mostPayload: number;
  /** The id of the last row. */
  lastId = 0;
  rows = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #start: number;

  constructor(pageBytes: number) {
    this.#bytes = new Uint8Array(pageBytes);
    this.#view = new DataView(this.#bytes.buffer);
    this.mostPayload = pageBytes - RESERVED;
    this.#start = pageBytes;
  }

  /** Adds a row whose id is above those before it. False where there is no room. */
  add(id: number, record: RecordWriter): boolean {
    const payload = record.length;
    const bytes = varintLength(payload) + varintLength(id) + payload;
    const pointer = LEAF_HEAD + this.rows * POINTER;
    if (pointer + POINTER > this.#start - bytes) return false;
    this.#start -= bytes;
    let at = this.#start;
    at += writeVarint(this.#bytes, at, payload);
    at += writeVarint(this.#bytes, at, id);
    at += writeVarint(this.#bytes, at, record.headLength);
    at = copyInto(this.#bytes, at, record.types, record.typesLength);
    copyInto(this.#bytes, at, record.values, record.valuesLength);
    this.#view.setUint16(pointer, this.#start);
    this.rows += 1;
    this.lastId = id;
    return true;
  }

  /** The page as it stands in a file, good until a row is added; then it is empty. */
  take(): Uint8Array {
    this.#bytes[0] = LEAF;
    this.#view.setUint16(3, this.rows);
    this.#view.setUint16(5, this.#start);
    this.rows = 0;
    this.#start = this.#bytes.length;
    return this.#bytes;
  }
}

/** A row has some hundred bytes, which a loop copies sooner than a view is made. */
function copyInto(to: Uint8Array, at: number, from: Uint8Array, length: number): number {
  if (length < 200) for (let place = 0; place < length; place++) to[at + place] = from[place] ?? 0;
  else to.set(from.subarray(0, length), at);
  return at + length;
}

/** A page that leads to as many of these pages as fit, from the one at `from` on. */
export function innerPage(
  below: readonly PageOfTable[],
  from: number,
  pageBytes: number,
): { readonly bytes: Uint8Array; readonly pages: number } {
  const bytes = new Uint8Array(pageBytes);
  const view = new DataView(bytes.buffer);
  const left = below.length - from;
  const most = Math.floor((pageBytes - INNER_HEAD) / (CHILD + LONGEST_ID + POINTER)) + 1;
  // A page that leads to a single one has no id in it, which SQLite does not allow.
  const pages = left <= most ? left : Math.min(most, left - 2);
  const cells = pages - 1;
  let start = pageBytes;
  for (let at = 0; at < cells; at++) {
    const { page = 0, lastId = 0 } = below[from + at] ?? {};
    start -= CHILD + varintLength(lastId);
    view.setUint32(start, page);
    writeVarint(bytes, start + CHILD, lastId);
    view.setUint16(INNER_HEAD + at * POINTER, start);
  }
  bytes[0] = INNER;
  view.setUint16(3, cells);
  view.setUint16(5, start);
  view.setUint32(8, below[from + cells]?.page ?? 0);
  return { bytes, pages };
}
