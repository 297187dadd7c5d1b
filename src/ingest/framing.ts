import { objectOf, textOf } from './formats/json-value.js';
import type { Line } from './lines.js';

/** What a container runtime puts around each line that a program prints. */
export type Framing = 'docker' | 'cri';

/** *Source:* Kubernetes CRI logging format: `<time> <stream> <P|F> <text>`. */
const CRI_LINE = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d) (?:stdout|stderr) ([PF]) ?/;

/** The framing that these first lines have, if they have one. */
export function framingOf(lines: readonly string[]): Framing | undefined {
  const filled = lines.filter((line) => line.trim() !== '');
  if (filled.length === 0) return undefined;
  if (isMost(filled, (line) => CRI_LINE.test(line))) return 'cri';
  return isMost(filled, (line) => dockerLine(line) !== undefined) ? 'docker' : undefined;
}

/** A log that was cut has a broken line at one end or both. */
function isMost(lines: readonly string[], isFramed: (line: string) => boolean): boolean {
  const framed = lines.filter(isFramed).length;
  return framed > 0 && framed > lines.length * 0.8 - 1;
}

/** Such lines without their framing, those that a runtime split put together again. */
export function unwrappedLines(lines: readonly string[], framing: Framing): readonly string[] {
  const unwrapper = new Unwrapper(framing, Number.POSITIVE_INFINITY);
  const whole = lines.map((line, at) => {
    const bytes = Buffer.from(line);
    return unwrapper.take({ number: at + 1, byteOffset: 0, byteLength: bytes.length, bytes, isTooLong: false, isTerminated: true });
  });
  return [...whole, unwrapper.end()].flatMap((line) => line?.bytes.toString('utf8') ?? []);
}

/** Takes lines out of their framing, and puts together those that a runtime split (docker at 16 KiB). Holds at most one unfinished line. */
export class Unwrapper {
  readonly #framing: Framing;
  readonly #longest: number;
  #parts: { readonly line: Line; readonly text: Buffer; readonly bytes: Buffer }[] = [];
  #size = 0;

  constructor(framing: Framing, longestLineBytes: number) {
    this.#framing = framing;
    this.#longest = longestLineBytes;
  }

  /** False while the rest of a split line has not come. */
  get isAtBoundary(): boolean {
    return this.#parts.length === 0;
  }

  /** The line that this one ends, or `undefined` when more of it must come. A line without the framing is given as it stands. */
  take(line: Line): Line | undefined {
    const piece = line.isTooLong ? undefined : pieceOf(this.#framing, line.bytes);
    if (piece === undefined) return this.isAtBoundary ? line : this.#joined(line, line.bytes);
    if (piece.isLast || this.#size > this.#longest) return this.#joined(line, piece.text);
    this.#parts.push({ line, text: piece.text, bytes: Buffer.from(line.bytes) });
    this.#size += piece.text.length;
    return undefined;
  }

  /** The line that was begun, when nothing follows. */
  end(): Line | undefined {
    const last = this.#parts.pop();
    return last === undefined ? undefined : this.#joined(last.line, last.text, last.bytes);
  }

  #joined(line: Line, text: Buffer, bytes: Buffer = line.bytes): Line {
    const [first] = this.#parts;
    const parts = this.#parts;
    this.#parts = [];
    this.#size = 0;
    if (first === undefined) return { ...line, bytes: text, wrapped: bytes };
    const feed = Buffer.from('\n');
    return {
      number: first.line.number,
      lastNumber: line.number,
      byteOffset: first.line.byteOffset,
      byteLength: line.byteOffset + line.byteLength - first.line.byteOffset,
      bytes: Buffer.concat([...parts.map((part) => part.text), text]),
      wrapped: Buffer.concat([...parts.flatMap((part) => [part.bytes, feed]), bytes]),
      isTooLong: false,
      isTerminated: line.isTerminated,
    };
  }
}

interface Piece {
  readonly text: Buffer;
  readonly isLast: boolean;
}

function pieceOf(framing: Framing, bytes: Buffer): Piece | undefined {
  if (framing === 'docker') {
    const log = dockerLine(bytes.toString('utf8'));
    return log === undefined ? undefined : { text: Buffer.from(log.replace(/\r?\n$/, '')), isLast: log.endsWith('\n') };
  }
  const head = CRI_LINE.exec(bytes.toString('latin1', 0, 80));
  return head === null ? undefined : { text: bytes.subarray(head[0].length), isLast: head[1] === 'F' };
}

/** *Source:* Docker's json-file driver: `{"log":"…\n","stream":"stdout","time":"…"}`. */
function dockerLine(line: string): string | undefined {
  if (!line.startsWith('{"log":') && !line.includes('"log":"')) return undefined;
  try {
    const parsed: unknown = JSON.parse(line);
    const framed = objectOf(parsed);
    return textOf(framed?.stream) === undefined ? undefined : textOf(framed?.log);
  } catch {
    return undefined;
  }
}
