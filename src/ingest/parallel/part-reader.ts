import { closeSync, openSync, readSync } from 'node:fs';
import { FORMATS } from '../formats/index.js';
import { SourceReading } from '../source-reading.js';
import type { Part, PartOrder, ReadPart } from './part.js';

const LINE_FEED = 0x0a;
/** The line that a part ends in is read on by as much at a time. */
const REST_BYTES = 256 * 1024;

/** A case without other sources: no line of the file can be held elsewhere. */
const NO_OTHERS = { storedSources: () => [], identitiesElsewhere: () => new Float64Array(0) };

/** Reads parts of one plain file of events. Remembers what it met from part to part. */
export class PartReader {
  readonly #file: number;
  readonly #reading: SourceReading;
  #buffer = Buffer.alloc(0);

  constructor({ file, format, defaultNode, hashScheme }: PartOrder) {
    const known = FORMATS.find(({ name }) => name === format);
    if (known === undefined) throw new Error(`no format ${format}`);
    this.#file = openSync(file, 'r');
    const start = { id: 0, format, defaultNode, positionBytes: 0, positionLines: 0, endedAt: [] };
    this.#reading = new SourceReading(start, { format: known }, { ...NO_OTHERS, lineHashScheme: () => hashScheme });
  }

  /** What the lines say that begin in this part; all of the last one, wherever it ends. */
  read({ from, to }: Part): ReadPart {
    // The byte before tells whether a line begins at once.
    const before = Math.min(from, 1);
    const bytes = this.#readBytes(from - before, to);
    const feed = before === 0 ? -1 : bytes.indexOf(LINE_FEED);
    const first = from - before + feed + 1;
    this.#reading.beginAt(first);
    if (before === 0 || (feed !== -1 && first < to)) this.#readLines(bytes.subarray(feed + 1), to);
    const batch = this.#reading.takeBatch();
    const { unfinished } = this.#reading;
    return { batch, lines: this.#reading.linesSince, ...(unfinished === undefined ? {} : { unfinished }) };
  }

  close(): void {
    closeSync(this.#file);
  }

  #readLines(bytes: Buffer, to: number): void {
    for (const _ of this.#reading.takeBytes(bytes));
    if (bytes.at(-1) !== LINE_FEED) this.#readRest(to);
  }

  /** The rest of the last line. */
  #readRest(from: number): void {
    for (let at = from; ; ) {
      const rest = Buffer.alloc(REST_BYTES);
      const length = readSync(this.#file, rest, 0, REST_BYTES, at);
      if (length === 0) {
        this.#reading.end();
        return;
      }
      const feed = rest.subarray(0, length).indexOf(LINE_FEED);
      for (const _ of this.#reading.takeBytes(rest.subarray(0, feed === -1 ? length : feed + 1)));
      if (feed !== -1) return;
      at += length;
    }
  }

  #readBytes(from: number, to: number): Buffer {
    if (this.#buffer.length < to - from) this.#buffer = Buffer.alloc(to - from);
    let length = 0;
    while (length < to - from) {
      const read = readSync(this.#file, this.#buffer, length, to - from - length, from + length);
      if (read === 0) break;
      length += read;
    }
    return this.#buffer.subarray(0, length);
  }
}
