/** One line of a source. `bytes` is only good until the next line is asked for. */
export interface Line {
  /** Counted from 1. */
  readonly number: number;
  /** Of the line's first byte in the uncompressed stream. */
  readonly byteOffset: number;
  /** Length without the line feed. */
  readonly byteLength: number;
  readonly bytes: Buffer;
  /** Where `bytes` stand, for who can do with them there; absent for bytes that were taken out of something. */
  readonly within?: Stretch;
  /** What stands in the source, when `bytes` was taken out of a container log's framing. */
  readonly wrapped?: Buffer;
  /** Of the last line, when it was put together from several of a container log. */
  readonly lastNumber?: number;
  /** Longer than the cap: `bytes` holds only its beginning. */
  readonly isTooLong: boolean;
  /** False for a last line without a line feed: the source may have been cut off, or still be growing. */
  readonly isTerminated: boolean;
}

/** Bytes of a larger piece, from one offset up to another. */
export interface Stretch {
  readonly chunk: Buffer;
  readonly start: number;
  readonly end: number;
}

/** Longer lines are refused, not held in memory: no known exporter writes events beyond a few hundred kilobytes. */
export const LONGEST_LINE_BYTES = 16 * 1024 * 1024;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const EXCERPT_BYTES = 4096;

/** Where a reader stands: how many bytes and lines it has gone through. */
export interface Position {
  readonly byteOffset: number;
  readonly lines: number;
}

/** Takes whole lines of a chunk that begin there, and says how many, and where the first one begins that it left. */
export type LineTaker = (from: number, first: Position) => { readonly lines: number; readonly end: number };

/** Cuts a byte stream into lines, holding at most one unfinished line. */
export class LineSplitter {
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #isSkipping = false;
  #isFeedMissing = false;
  #byteOffset: number;
  #number: number;
  readonly #longest: number;

  constructor(start: Position = { byteOffset: 0, lines: 0 }, longestLineBytes: number = LONGEST_LINE_BYTES) {
    this.#byteOffset = start.byteOffset;
    this.#number = start.lines;
    this.#longest = longestLineBytes;
  }

  /** Where the next line begins. */
  get position(): Position {
    return { byteOffset: this.#byteOffset, lines: this.#number };
  }

  /** Told before the first chunk: the byte before it. If that ended no line, the line was taken as it stood, and only its feed may follow. */
  goOnAfter(byte: number | undefined): void {
    this.#isFeedMissing = byte !== LINE_FEED;
  }

  /** The lines that this chunk finishes, but for those that `take` takes at once: it is asked wherever a line begins. */
  *push(chunk: Buffer, take?: LineTaker): Generator<Line> {
    let from = this.#missingFeed(chunk);
    for (;;) {
      if (take !== undefined && this.#pendingBytes === 0) from = this.#passTaken(from, take(from, this.position));
      const at = chunk.indexOf(LINE_FEED, from);
      if (at === -1) break;
      yield this.#pendingBytes > 0 || at - from > this.#longest
        ? this.#take(chunk.subarray(from, at), true)
        : this.#within(chunk, from, at);
      from = at + 1;
    }
    this.#keep(chunk.subarray(from));
  }

  /** The last line, when the stream does not end in a line feed. */
  *end(): Generator<Line> {
    if (this.#pendingBytes > 0) yield this.#take(Buffer.alloc(0), false);
  }

  /** Length of the feed that ends a line which was taken before. */
  #missingFeed(chunk: Buffer): number {
    if (!this.#isFeedMissing || chunk.length === 0) return 0;
    this.#isFeedMissing = false;
    const length = chunk[0] === CARRIAGE_RETURN && chunk[1] === LINE_FEED ? 2 : Number(chunk[0] === LINE_FEED);
    // Without its feed the line itself goes on, and keeps its number.
    if (length === 0) this.#number -= 1;
    this.#byteOffset += length;
    return length;
  }

  #passTaken(from: number, { lines, end }: ReturnType<LineTaker>): number {
    this.#number += lines;
    this.#byteOffset += end - from;
    return end;
  }

  #keep(rest: Buffer): void {
    this.#pendingBytes += rest.length;
    if (this.#isSkipping) return;
    // The chunk belongs to the stream, which may fill it again.
    if (rest.length > 0) this.#pending.push(Buffer.from(rest));
    if (this.#pendingBytes > this.#longest) {
      this.#isSkipping = true;
      this.#pending = [Buffer.from(Buffer.concat(this.#pending).subarray(0, EXCERPT_BYTES))];
    }
  }

  /** A line that stands in one chunk. */
  #within(chunk: Buffer, from: number, at: number): Line {
    const byteOffset = this.#byteOffset;
    this.#byteOffset += at - from + 1;
    this.#number += 1;
    return new ChunkLine(this.#number, byteOffset, chunk, from, at);
  }

  #take(last: Buffer, isTerminated: boolean): Line {
    const byteLength = this.#pendingBytes + last.length;
    const isTooLong = this.#isSkipping || byteLength > this.#longest;
    const whole = this.#pending.length === 0 ? last : Buffer.concat(this.#isSkipping ? this.#pending : [...this.#pending, last]);
    const bytes = whole.length > 0 && whole[whole.length - 1] === CARRIAGE_RETURN ? whole.subarray(0, -1) : whole;
    const byteOffset = this.#byteOffset;
    this.#byteOffset += byteLength + (isTerminated ? 1 : 0);
    this.#number += 1;
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#isSkipping = false;
    return {
      number: this.#number,
      byteOffset,
      byteLength,
      bytes: isTooLong ? bytes.subarray(0, EXCERPT_BYTES) : bytes,
      isTooLong,
      isTerminated,
    };
  }
}

/** A whole line of a chunk, which is cut out of it when its bytes are asked for. `end`: where its line feed is. */
export class ChunkLine implements Line {
  readonly number: number;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly isTooLong = false;
  readonly isTerminated = true;
  readonly #chunk: Buffer;
  readonly #start: number;
  readonly #end: number;
  #bytes: Buffer | undefined;

  constructor(number: number, byteOffset: number, chunk: Buffer, start: number, end: number) {
    this.number = number;
    this.byteOffset = byteOffset;
    this.byteLength = end - start;
    this.#chunk = chunk;
    this.#start = start;
    this.#end = end > start && chunk[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
  }

  get bytes(): Buffer {
    this.#bytes ??= this.#chunk.subarray(this.#start, this.#end);
    return this.#bytes;
  }

  /** Not a field of its own: a copy of the line with other bytes has none. */
  get within(): Stretch {
    return { chunk: this.#chunk, start: this.#start, end: this.#end };
  }
}
