import type { RecordPlace } from '../../format.js';
import { type Line, LONGEST_LINE_BYTES } from '../../lines.js';
import { isBlank, JsonScan } from './json-scan.js';
import { Pieces } from './pieces.js';
import { prefixLength, reportStart, valueStart } from './value-start.js';

/**
 * What a stretch of a log holds. `value`: the text of a JSON object, a list's each by itself. `broken`: an object that goes no further.
 * `empty`: a list of nothing. `text`: a line that holds none of these.
 */
export type Found =
  | { readonly kind: 'value'; readonly text: string; readonly place: RecordPlace }
  | { readonly kind: 'broken'; readonly why: WhyBroken; readonly text: string; readonly place: RecordPlace }
  | { readonly kind: 'empty' }
  | { readonly kind: 'text'; readonly text: string };

/** `ended early`: the source ends within it. `cut off`: something else follows where it should go on. */
type WhyBroken = 'ended early' | 'cut off' | 'no JSON' | 'too long';

interface Pending {
  readonly scan: JsonScan;
  readonly pieces: Pieces;
}

const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;

/**
 * Takes JSON objects out of a log: one or many a line, over many lines, in lists or bare, amid other text. A list's objects are given as
 * they end, so that no more than one is held, and one that was cut costs nobody but itself.
 */
export class ValueFinder {
  #pending: Pending | undefined;
  /** Inside a list: what may come next. */
  #list: 'none' | 'first' | 'next' | 'comma or end' = 'none';
  #last: { readonly end: number; readonly isText: boolean } | undefined;

  /** What became clear with this line. */
  take(line: Line): readonly Found[] {
    const isRest = this.#last?.end === line.byteOffset;
    const found: Found[] = [];
    const search = new LineSearch(line, found);
    while (search.at < line.bytes.length) {
      if (this.#pending !== undefined) this.#goOn(search, this.#pending);
      else if (this.#list !== 'none') this.#goOnInList(search);
      else if (!this.#begin(search)) break;
    }
    const isWithin = this.#pending !== undefined || this.#list !== 'none';
    const isText = !search.hasPart && !isWithin;
    // The first part of this very line was called text already.
    if (isText && !(isRest && this.#last?.isText === true)) found.push({ kind: 'text', text: search.text });
    this.#last = line.isTerminated ? undefined : { end: line.byteOffset + line.byteLength, isText };
    return found;
  }

  /** What there is to say when no line follows. */
  end(): readonly Found[] {
    const pending = this.#pending;
    this.#pending = undefined;
    return pending === undefined ? [] : [broken(pending, 'ended early')];
  }

  #goOn(search: LineSearch, pending: Pending): void {
    const { line } = search;
    const from = search.at;
    const scan = pending.scan.feed(line.bytes, from, !line.isTerminated);
    if (scan.kind === 'broken') {
      this.#giveUp(search, pending, scan.at);
      return;
    }
    const to = scan.kind === 'ended' ? scan.at : line.bytes.length;
    pending.pieces.add(line, from, to);
    search.take(to);
    if (scan.kind === 'ended') {
      this.#pending = undefined;
      if (this.#list !== 'none') this.#list = 'comma or end';
      search.found.push({ kind: 'value', text: pending.pieces.text(), place: pending.pieces.place() });
    } else if (pending.pieces.byteLength > LONGEST_LINE_BYTES) {
      this.#forget(search, pending, 'too long');
    }
  }

  /** What broke is not JSON, or was cut: this line may begin anew, a line that it began in only where a report plainly does. */
  #giveUp(search: LineSearch, pending: Pending, at: number): void {
    const { line } = search;
    const beganHere = pending.pieces.byteLength === 0;
    if (beganHere) pending.pieces.add(line, search.at, line.bytes.length);
    this.#forget(search, pending, beganHere ? 'no JSON' : 'cut off');
    if (beganHere) search.take(reportStart(search.text, Math.max(at, search.at + 1)) ?? line.bytes.length);
  }

  #forget(search: LineSearch, pending: Pending, why: WhyBroken): void {
    this.#pending = undefined;
    this.#list = 'none';
    search.found.push(broken(pending, why));
  }

  #goOnInList(search: LineSearch): void {
    const byte = search.line.bytes[search.at] ?? 0;
    if (isBlank(byte)) {
      search.at += 1;
    } else if (byte === CLOSE_BRACKET && this.#list !== 'next') {
      if (this.#list === 'first') search.found.push({ kind: 'empty' });
      this.#list = 'none';
      search.take(search.at + 1);
    } else if (byte === COMMA && this.#list === 'comma or end') {
      this.#list = 'next';
      search.take(search.at + 1);
    } else if (byte === OPEN_BRACE && this.#list !== 'comma or end') {
      this.#pending = this.#newValue(search);
    } else {
      if (this.#list === 'first') search.found.push({ kind: 'text', text: '[' });
      this.#list = 'none';
    }
  }

  #begin(search: LineSearch): boolean {
    const start = valueStart(search.text, search.at);
    if (start === undefined) return false;
    if (search.line.bytes[start] === OPEN_BRACKET) {
      this.#list = 'first';
      search.take(start + 1);
    } else {
      search.at = start;
      this.#pending = this.#newValue(search);
    }
    return true;
  }

  #newValue({ line }: LineSearch): Pending {
    return { scan: new JsonScan(), pieces: new Pieces(line.number) };
  }
}

function broken({ pieces }: Pending, why: WhyBroken): Found {
  return { kind: 'broken', why, text: pieces.text(), place: pieces.place() };
}

/** A line while values are looked for in it. */
class LineSearch {
  readonly line: Line;
  readonly found: Found[];
  /** One character a byte. */
  readonly text: string;
  at: number;
  /** True when something in it belongs to a value. */
  hasPart = false;

  constructor(line: Line, found: Found[]) {
    this.line = line;
    this.found = found;
    this.text = line.bytes.toString('latin1');
    this.at = prefixLength(this.text);
  }

  /** What stands before `to` belongs to a value. */
  take(to: number): void {
    this.hasPart = true;
    this.at = to;
  }
}
