import type { RecordPlace } from '../../format.js';
import type { Line } from '../../lines.js';

const FEED = Buffer.from('\n');
const RETURN_AND_FEED = Buffer.from('\r\n');
const BYTE_ORDER_MARK = 3;

interface Piece {
  /** Bytes of the value. */
  readonly bytes: Buffer;
  /** What its place covers: the same, with what a collector put before it, or the whole line that the value was taken out of. */
  readonly covered: Buffer;
  readonly byteOffset: number;
  readonly end: Buffer;
}

/** Gathers what a value takes of each line that it goes over. */
export class Pieces {
  readonly #number: number;
  readonly #pieces: Piece[] = [];
  byteLength = 0;

  /** `number`: of the line that the value begins in. */
  constructor(number: number) {
    this.#number = number;
  }

  /** The line's bytes are copied: they are only good until the next line is asked for. */
  add(line: Line, from: number, to: number): void {
    const bytes = Buffer.from(line.bytes.subarray(from, to));
    const { before, after } = leftOut(line);
    const coveredFrom = this.#pieces.length === 0 ? from : 0;
    this.#pieces.push({
      bytes,
      covered: Buffer.from(line.wrapped ?? line.bytes.subarray(coveredFrom, to)),
      byteOffset: line.byteOffset + (line.wrapped === undefined ? before + coveredFrom : 0),
      end: after > 0 ? RETURN_AND_FEED : FEED,
    });
    this.byteLength += bytes.length + 1;
  }

  text(): string {
    return this.#pieces.map(({ bytes }) => bytes.toString('utf8')).join('\n');
  }

  /** Exactly where the value stands; the whole lines where they were taken out of a container log's framing. */
  place(): RecordPlace {
    const last = this.#pieces.length - 1;
    const bytes = Buffer.concat(this.#pieces.flatMap(({ covered, end }, at) => (at === last ? [covered] : [covered, end])));
    const byteOffset = this.#pieces[0]?.byteOffset ?? 0;
    const byteEnd = (this.#pieces[last]?.byteOffset ?? 0) + (this.#pieces[last]?.covered.length ?? 0);
    return { line: this.#number, byteOffset, byteLength: byteEnd - byteOffset, bytes };
  }
}

/** What stands in the source and not in the line's bytes: a byte order mark before them, a carriage return after. */
function leftOut(line: Line): { readonly before: number; readonly after: number } {
  const missing = line.wrapped === undefined ? line.byteLength - line.bytes.length : 0;
  const before = line.number === 1 && missing >= BYTE_ORDER_MARK ? BYTE_ORDER_MARK : 0;
  return { before, after: missing - before };
}
