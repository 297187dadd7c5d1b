import { closeSync, openSync, readSync } from 'node:fs';
import type { CaseStore } from '../../model/store.js';
import { FORMATS } from '../formats/index.js';
import { SourceReading } from '../source-reading.js';
import type { Part, PartOrder, ReadPart } from './part.js';

const LINE_FEED = 0x0a;
/** Read at a time where nothing else says how much: small enough to stay in a processor's own cache until its lines are read. */
const PIECE_BYTES = 256 * 1024;

/** Whose lines are read, and what other sources hold. */
interface Among {
  readonly source: number;
  readonly store: Pick<CaseStore, 'storedSources' | 'identitiesElsewhere'>;
}

/** As if no line of the file could be held elsewhere. */
const ALONE: Among = { source: 0, store: { storedSources: () => [], identitiesElsewhere: () => ({ countOf: () => 0 }) } };

/** Reads parts of one plain file of events. Remembers what it met from part to part. */
export class PartReader {
  readonly #file: number;
  readonly #reading: SourceReading;
  readonly #buffer: Buffer;
  /** Where the bytes stand that are in the buffer. */
  #held = { from: 0, to: 0 };

  /** `among`: records that other sources of it hold are left out, and counted. */
  constructor({ file, format, defaultNode, hashScheme }: PartOrder, { source, store }: Among = ALONE) {
    const known = FORMATS.find(({ name }) => name === format);
    if (known === undefined) throw new Error(`no format ${format}`);
    this.#file = openSync(file, 'r');
    const start = { id: source, format, defaultNode, positionBytes: 0, positionLines: 0, endedAt: [] };
    this.#reading = new SourceReading(
      start,
      { format: known },
      {
        storedSources: () => store.storedSources(),
        identitiesElsewhere: (of) => store.identitiesElsewhere(of),
        lineHashScheme: () => hashScheme,
      },
    );
    this.#buffer = this.#reading.window ?? Buffer.alloc(PIECE_BYTES);
  }

  /** What the lines say that begin in this part; all of the last one, wherever it ends. Put into `spare` where that is large enough. */
  read(part: Part, spare?: ArrayBuffer): ReadPart {
    const first = this.#firstLine(part);
    this.#reading.beginAt(first);
    if (first < part.to) this.#readLines(first, part.to);
    const batch = this.#reading.takeBatch(spare);
    const { unfinished } = this.#reading;
    return { batch, lines: this.#reading.linesSince, ...(unfinished === undefined ? {} : { unfinished }) };
  }

  close(): void {
    closeSync(this.#file);
  }

  /** Where the first line begins, `to` when none does. The byte before a part tells whether one begins at once. */
  #firstLine({ from, to }: Part): number {
    if (from === 0) return 0;
    for (let at = from - 1; at < to; ) {
      const piece = this.#piece(at);
      const feed = piece.indexOf(LINE_FEED);
      if (feed !== -1) return Math.min(to, at + feed + 1);
      if (piece.length === 0) return to;
      at += piece.length;
    }
    return to;
  }

  #readLines(from: number, to: number): void {
    for (let at = from; ; ) {
      const piece = this.#piece(at);
      if (piece.length === 0) {
        this.#reading.end();
        return;
      }
      // The line that goes on beyond the part is this part's.
      const lastFeed = at + piece.length < to ? -1 : piece.indexOf(LINE_FEED, Math.max(0, to - 1 - at));
      this.#reading.takeBytes(lastFeed === -1 ? piece : piece.subarray(0, lastFeed + 1), () => undefined);
      if (lastFeed !== -1) return;
      at += piece.length;
    }
  }

  /** The bytes that stand there, none at the end of the file: those that are held, since parts follow each other, or the next. Good until the next are read. */
  #piece(at: number): Buffer {
    if (at < this.#held.from || at >= this.#held.to)
      this.#held = { from: at, to: at + readSync(this.#file, this.#buffer, 0, this.#buffer.length, at) };
    return this.#buffer.subarray(at - this.#held.from, this.#held.to - this.#held.from);
  }
}
