import type { EventColumns } from '../../../model/event-columns.js';
import { SOCKET_OPERATIONS, type SocketOperation } from '../../../model/record.js';
import { PlacedColumns } from '../../columns/column-room.js';
import { EventColumnsBuilder, type RowCounts } from '../../columns/event-columns-builder.js';
import { MetThings } from '../../columns/met-things.js';
import type { ColumnReader, EventCounts, LineHashing, LinesTaken } from '../../format.js';
import type { Line, Position } from '../../lines.js';
import { EVENT_KINDS } from './event-fields.js';
import { newScanner, type ScannerExports } from './scanner.js';
import { ScannerAnswers } from './scanner-answers.js';

/** What is remembered at most of printed texts, and of processes. Beyond it all is forgotten, and met anew. */
const MOST_THINGS = 10_000;
/** In thousandths: a memory that is fuller is emptied. */
const FULL_SHARE = 500;
const KINDS = Object.keys(EVENT_KINDS);

/**
 * Reads events of Tetragon into columns by their bytes: processes are compared with those seen before, values are put into their columns. The
 * scanner does it, which is WebAssembly. Takes only what it understands in whole; what it leaves is for the full parser.
 */
export class TetragonColumns implements ColumnReader {
  readonly window: Buffer;
  readonly #met = new MetThings();
  readonly #answers: ScannerAnswers;
  readonly #scanner: ScannerExports;
  readonly #single: Buffer;
  readonly #counts: Int32Array;
  readonly #columns: EventColumnsBuilder;
  readonly #hashing: LineHashing;
  #chunk: Buffer = Buffer.alloc(0);
  /** The part of the chunk that stands in the window. */
  #windowFrom = 0;
  #windowTo = 0;

  constructor(hashing: LineHashing) {
    this.#hashing = hashing;
    this.#answers = new ScannerAnswers(this.#met, hashing);
    const scanner = newScanner(this.#answers);
    this.#scanner = scanner;
    const { buffer } = scanner.memory;
    const bytes = scanner.windowBytes();
    this.window = Buffer.from(buffer, scanner.windowAt(), bytes);
    this.#single = Buffer.from(buffer, scanner.singleAt(), bytes);
    this.#counts = new Int32Array(buffer, scanner.countsAt(), KINDS.length);
    const places = new Uint32Array(buffer, scanner.columnsAt(), scanner.columnTotal());
    this.#columns = new EventColumnsBuilder(this.#met, scanner.mostRows(), new PlacedColumns(buffer, places));
    scanner.setLineHash(hashing.seed !== undefined, hashing.seed ?? 0n);
    scanner.nameOperations(operation('accept'), operation('listen'), operation('send'), operation('attempt'));
    this.#answers.begin(scanner);
  }

  get count(): number {
    return this.#scanner.rowsOf(0);
  }

  begin(chunk: Buffer): void {
    this.#chunk = chunk;
    this.#windowFrom = 0;
    this.#windowTo = 0;
  }

  addLines(from: number, { byteOffset, lines: linesBefore }: Position): LinesTaken {
    const scanner = this.#scanner;
    const base = byteOffset - from;
    let lines = 0;
    let end = from;
    if (from < this.#windowFrom || from >= this.#windowTo) this.#moveWindow(from);
    for (;;) {
      lines += scanner.readLines(end - this.#windowFrom, this.#windowTo - this.#windowFrom, linesBefore + lines + 1, base + end);
      end = this.#windowFrom + scanner.stoppedAt();
      const isRefused = scanner.hasRefused() === 1;
      // What is left may be a line that only the next window holds in whole, or one that none does.
      if (isRefused || this.#windowTo === this.#chunk.length || end === this.#windowFrom) return { lines, end, isRefused };
      this.#moveWindow(end);
    }
  }

  addLine(line: Line, isDropped: (hash: number) => boolean): 'added' | 'dropped' | 'left' {
    const scanner = this.#scanner;
    const { bytes } = line;
    if (bytes.length > this.#single.length) return 'left';
    const before = this.#rows();
    bytes.copy(this.#single);
    if (scanner.readSingle(bytes.length) === 0) return 'left';
    const hash = this.#hashing.hashOf(line.wrapped ?? bytes);
    if (isDropped(hash)) {
      scanner.backTo(...before);
      return 'dropped';
    }
    scanner.place(line.number, line.byteOffset, line.byteLength, hash);
    scanner.countEvent();
    return 'added';
  }

  takeCounts(): EventCounts {
    const scanner = this.#scanner;
    const kinds = KINDS.map((name, at) => [name, this.#counts[at] ?? 0] as const).filter(([, count]) => count > 0);
    const counts = { kinds, firstUs: scanner.firstObservedUs(), lastUs: scanner.lastObservedUs() };
    scanner.beginCount();
    return counts;
  }

  take(spare?: ArrayBuffer): EventColumns {
    const scanner = this.#scanner;
    const taken = this.#columns.take(this.#rows(), spare);
    scanner.backTo(0, 0, 0, 0, 0);
    const most = Math.max(scanner.textCount(), this.#met.size, this.#answers.learnedCount);
    if (most >= MOST_THINGS || scanner.share() > FULL_SHARE) {
      this.#met.forget();
      this.#answers.begin(scanner);
    }
    return taken;
  }

  #rows(): RowCounts {
    const scanner = this.#scanner;
    return [scanner.rowsOf(0), scanner.rowsOf(1), scanner.rowsOf(2), scanner.rowsOf(3), scanner.rowsOf(4)];
  }

  #moveWindow(from: number): void {
    const { window } = this;
    const before = this.#chunk.byteOffset - window.byteOffset;
    const isThere = this.#chunk.buffer === window.buffer && before >= 0 && before + this.#chunk.length <= window.length;
    this.#windowFrom = isThere ? -before : from;
    this.#windowTo = isThere ? this.#chunk.length : from + this.#chunk.copy(window, 0, from);
  }
}

function operation(name: SocketOperation): number {
  return SOCKET_OPERATIONS.indexOf(name);
}
