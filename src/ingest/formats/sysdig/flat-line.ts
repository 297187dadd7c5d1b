import { Layout } from './layout.js';

/** How a value is printed: as text that stands for itself, as text with escapes or beyond ASCII, as a whole number, … */
export const PRINTED = { null: 0, plain: 1, escaped: 2, integer: 3, true: 4, false: 5, texts: 6 } as const;

const MOST_KEYS = 256;
/** Orders of keys that are tried on a line. */
const LAYOUTS_KEPT = 8;
/** A source whose lines go on having new ones is not what this is for. */
const LAYOUTS_LEARNED = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const LIST_OPEN = 0x5b;
const LIST_CLOSE = 0x5d;
const OBJECT_CLOSE = 0x7d;
const LETTER_U = 0x75;
const NULL_WORD = 0x6c6c756e;
const TRUE_WORD = 0x65757274;
const FALSE_WORD = 0x736c6166;
const LETTER_E = 0x65;
/** What may follow a backslash, but for `u` and its four digits. *Source:* RFC 8259 §7. */
const ESCAPES = new Set(Buffer.from('"\\/bfnrt'));
const HEX_DIGITS = 4;
const NOT_FLAT = -1;

/**
 * An event's line in place, once it proved to be one flat object whose keys and order are known, without spaces between them: where each
 * value begins and ends, and how it is printed. Everything else is not taken, valid JSON or not. Holds one line at a time.
 */
export class FlatLine {
  /** Offsets into the bytes that the line is a part of. */
  readonly starts = new Int32Array(MOST_KEYS);
  readonly ends = new Int32Array(MOST_KEYS);
  readonly printed = new Uint8Array(MOST_KEYS);
  layout: Layout | undefined;
  /** The bytes that the line is a part of. */
  memory: Buffer = Buffer.alloc(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  #end = 0;
  #printed = 0;
  readonly #layouts: Layout[] = [];
  #learned = 0;

  /** True if these bytes are such an object. */
  take(chunk: Buffer, start: number, end: number): boolean {
    return this.takeFirst(chunk, start, end) === end;
  }

  /** Takes such an object that begins there: where it ends, at most at `end`; -1 where there is none. */
  takeFirst(chunk: Buffer, start: number, end: number): number {
    if (chunk !== this.memory) {
      this.memory = chunk;
      this.#view = new DataView(chunk.buffer, chunk.byteOffset, chunk.length);
    }
    this.#end = end;
    for (let tried = 0; tried < this.#layouts.length; tried++) {
      const layout = this.#layouts[tried];
      const at = layout === undefined ? NOT_FLAT : this.#objectEnd(layout, start);
      if (layout === undefined || at === NOT_FLAT) continue;
      this.layout = layout;
      if (tried > 0) this.#putFirst(layout, tried);
      return at;
    }
    return NOT_FLAT;
  }

  /** Takes in the keys of the bytes that `take` was asked last and refused. */
  learn(keys: readonly string[], start: number): void {
    if (this.#learned >= LAYOUTS_LEARNED || keys.length === 0 || keys.length > MOST_KEYS) return;
    const layout = new Layout(keys);
    if (this.#objectEnd(layout, start) !== this.#end) return;
    this.#learned += 1;
    this.#layouts.unshift(layout);
    if (this.#layouts.length > LAYOUTS_KEPT) this.#layouts.pop();
  }

  #putFirst(layout: Layout, from: number): void {
    this.#layouts.splice(from, 1);
    this.#layouts.unshift(layout);
  }

  #objectEnd(layout: Layout, start: number): number {
    const { size, lengths } = layout;
    let at = start;
    for (let place = 0; place < size; place++) {
      const begin = at + (lengths[place] ?? 0);
      if (begin >= this.#end || !this.#hasKey(layout, place, at, begin)) return NOT_FLAT;
      at = this.#valueEnd(begin);
      if (at === NOT_FLAT) return NOT_FLAT;
      const isQuoted = this.#printed === PRINTED.plain || this.#printed === PRINTED.escaped;
      this.starts[place] = isQuoted ? begin + 1 : begin;
      this.ends[place] = isQuoted ? at - 1 : at;
      this.printed[place] = this.#printed;
    }
    return at < this.#end && this.memory[at] === OBJECT_CLOSE ? at + 1 : NOT_FLAT;
  }

  #hasKey({ words, lastWords }: Layout, place: number, start: number, end: number): boolean {
    const last = lastWords[place] ?? 0;
    let at = start;
    for (let word = place === 0 ? 0 : (lastWords[place - 1] ?? 0) + 1; word < last; word++) {
      if (this.#view.getInt32(at, true) !== words[word]) return false;
      at += 4;
    }
    return this.#view.getInt32(end - 4, true) === words[last];
  }

  /** Where the value that begins here ends. */
  #valueEnd(at: number): number {
    const first = this.memory[at] ?? 0;
    if (first === QUOTE) return this.#textEnd(at + 1);
    if (first === MINUS || (first >= ZERO && first <= NINE)) return this.#integerEnd(at);
    return first === LIST_OPEN ? this.#listEnd(at + 1) : this.#wordEnd(at);
  }

  #textEnd(start: number): number {
    this.#printed = PRINTED.plain;
    let at = this.#plainEnd(start);
    while (at < this.#end) {
      const byte = this.memory[at] ?? 0;
      if (byte === QUOTE) return at + 1;
      this.#printed = PRINTED.escaped;
      const next = byte === BACKSLASH ? this.#escapeEnd(at + 1) : byte >= 0x80 ? at + 1 : NOT_FLAT;
      if (next === NOT_FLAT) return NOT_FLAT;
      at = this.#plainEnd(next);
    }
    return NOT_FLAT;
  }

  /** The first byte that is a quote, a backslash, a control character or not ASCII: four are looked at at once, then each. */
  #plainEnd(start: number): number {
    const view = this.#view;
    const end = this.#end;
    let at = start;
    for (; at + 4 <= end; at += 4) {
      const word = view.getInt32(at, true);
      // A byte that is zero, or less than what is taken from it, sets its highest bit. A borrow can only make a byte look special that is not.
      const quotes = (word ^ 0x22222222) - 0x01010101;
      const backslashes = (word ^ 0x5c5c5c5c) - 0x01010101;
      if (((quotes | backslashes | (word - 0x20202020) | word) & 0x80808080) !== 0) break;
    }
    while (at < end && isPlain(this.memory[at] ?? 0)) at++;
    return at;
  }

  #escapeEnd(at: number): number {
    const byte = this.memory[at] ?? 0;
    if (byte !== LETTER_U) return ESCAPES.has(byte) ? at + 1 : NOT_FLAT;
    for (let digit = at + 1; digit <= at + HEX_DIGITS; digit++) if (!isHexDigit(this.memory[digit] ?? 0)) return NOT_FLAT;
    return at + 1 + HEX_DIGITS;
  }

  #integerEnd(start: number): number {
    this.#printed = PRINTED.integer;
    const first = this.memory[start] === MINUS ? start + 1 : start;
    let at = first;
    while (at < this.#end && isDigit(this.memory[at] ?? 0)) at++;
    return at === first || (this.memory[first] === ZERO && at > first + 1) ? NOT_FLAT : at;
  }

  #wordEnd(at: number): number {
    if (at + 5 > this.#end) return NOT_FLAT;
    const word = this.#view.getInt32(at, true);
    if (word === FALSE_WORD && this.memory[at + 4] === LETTER_E) {
      this.#printed = PRINTED.false;
      return at + 5;
    }
    this.#printed = word === NULL_WORD ? PRINTED.null : PRINTED.true;
    return word === NULL_WORD || word === TRUE_WORD ? at + 4 : NOT_FLAT;
  }

  /** Of texts alone. */
  #listEnd(start: number): number {
    let at = start;
    if (this.memory[at] !== LIST_CLOSE) {
      for (at = start - 1; at === start - 1 || this.memory[at] === COMMA; ) {
        at = this.memory[at + 1] === QUOTE ? this.#textEnd(at + 2) : NOT_FLAT;
        if (at === NOT_FLAT) return NOT_FLAT;
      }
      if (this.memory[at] !== LIST_CLOSE) return NOT_FLAT;
    }
    this.#printed = PRINTED.texts;
    return at + 1;
  }
}

function isPlain(byte: number): boolean {
  return byte >= 0x20 && byte < 0x80 && byte !== QUOTE && byte !== BACKSLASH;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

function isHexDigit(byte: number): boolean {
  const lower = byte | 0x20;
  return isDigit(byte) || (lower >= 0x61 && lower <= 0x66);
}
