import { HASH_PRIME, HASH_START } from '../../columns/byte-texts.js';

const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const LAST_PRINTABLE = 0x7e;

/** More digits may be more than a number holds exactly. */
const MOST_DIGITS = 15;
/** Deeper values are left to the full parser. */
const DEEPEST = 32;

const WORDS = ['true', 'false', 'null'].map((word) => Buffer.from(word));

/**
 * Goes through JSON that is as exporters write it: printable ASCII without escapes, whole numbers, no space but blanks. Each step says false
 * at anything else, valid or not: then a full parser has to be asked. What it accepts is valid JSON.
 */
export class StrictJson {
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;
  end = 0;
  /** The last string: its first byte, the end of it, and its hash. */
  from = 0;
  to = 0;
  hash = 0;

  begin(bytes: Uint8Array, from: number, to: number): void {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  /** The next byte that is no blank, -1 at the end. */
  next(): number {
    const { bytes, end } = this;
    let { at } = this;
    while (at < end && bytes[at] === SPACE) at += 1;
    this.at = at;
    return at < end ? (bytes[at] ?? -1) : -1;
  }

  /** Passes this byte, if it comes next. */
  pass(byte: number): boolean {
    if (this.next() !== byte) return false;
    this.at += 1;
    return true;
  }

  /** Passes these bytes, if they come next. */
  passBytes(expected: Uint8Array | undefined): boolean {
    if (expected === undefined) return false;
    const { bytes, at } = this;
    const { length } = expected;
    if (at + length > this.end) return false;
    for (let place = 0; place < length; place++) if (bytes[at + place] !== expected[place]) return false;
    this.at = at + length;
    return true;
  }

  /** Passes the opening brace. */
  open(): boolean {
    return this.pass(OPEN_BRACE);
  }

  /** Passes a key and its colon, and the comma before it. 1 for a key, 0 for the object's end, -1 for neither. */
  key(isFirst: boolean): number {
    const byte = this.next();
    if (byte === CLOSE_BRACE) {
      this.at += 1;
      return 0;
    }
    if (!isFirst) {
      if (byte !== COMMA) return -1;
      this.at += 1;
      this.next();
    }
    return this.string() && this.pass(COLON) ? 1 : -1;
  }

  /** Passes a string that begins here. */
  string(): boolean {
    const { bytes, end } = this;
    if (bytes[this.at] !== QUOTE) return false;
    const from = this.at + 1;
    let hash = HASH_START;
    for (let at = from; at < end; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) {
        this.from = from;
        this.to = at;
        this.hash = hash;
        this.at = at + 1;
        return true;
      }
      if (byte === BACKSLASH || byte < SPACE || byte > LAST_PRINTABLE) return false;
      hash = Math.imul(hash ^ byte, HASH_PRIME);
    }
    return false;
  }

  /** Passes a whole number from 0 on, bare or as a string of digits. NaN when there is none. */
  whole(): number {
    const isQuoted = this.next() === QUOTE;
    if (isQuoted) this.at += 1;
    const value = this.#digits(isQuoted);
    if (isQuoted && (Number.isNaN(value) || this.bytes[this.at++] !== QUOTE)) return Number.NaN;
    return value;
  }

  #digits(mayBeginWithZero: boolean): number {
    const { bytes, end, at: from } = this;
    let value = 0;
    let at = from;
    for (; at < end; at++) {
      const byte = bytes[at] ?? 0;
      if (byte < ZERO || byte > NINE) break;
      value = value * 10 + byte - ZERO;
    }
    this.at = at;
    const count = at - from;
    if (count === 0 || count > MOST_DIGITS) return Number.NaN;
    if (!mayBeginWithZero && (isFraction(bytes[at]) || (count > 1 && bytes[from] === ZERO))) return Number.NaN;
    return value;
  }

  /**
   * Passes the bytes up to where the object, list or string that begins here seems to end, and hashes them. That they are a value is sure only
   * for bytes that `skip` has passed before.
   */
  passSpan(): boolean {
    const { bytes, end } = this;
    let hash = HASH_START;
    let depth = 0;
    let isString = false;
    for (let at = this.at; at < end; at++) {
      const byte = bytes[at] ?? 0;
      hash = Math.imul(hash ^ byte, HASH_PRIME);
      if (byte === QUOTE) isString = !isString;
      else if (isString) continue;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth -= 1;
      if (depth > 0 || isString) continue;
      this.hash = hash;
      this.at = at + 1;
      return true;
    }
    return false;
  }

  /** Passes any value. */
  skip(depth = 0): boolean {
    const byte = this.next();
    if (byte === QUOTE) return this.string();
    if (byte === OPEN_BRACE) return depth < DEEPEST && this.#skipObject(depth + 1);
    if (byte === OPEN_BRACKET) return depth < DEEPEST && this.#skipList(depth + 1);
    if (byte === MINUS || (byte >= ZERO && byte <= NINE)) return this.#skipNumber(byte);
    return this.#skipWord();
  }

  #skipObject(depth: number): boolean {
    this.at += 1;
    for (let isFirst = true; ; isFirst = false) {
      const key = this.key(isFirst);
      if (key !== 1) return key === 0;
      if (!this.skip(depth)) return false;
    }
  }

  #skipList(depth: number): boolean {
    this.at += 1;
    for (let isFirst = true; ; isFirst = false) {
      const item = this.item(isFirst);
      if (item !== 1) return item === 0;
      if (!this.skip(depth)) return false;
    }
  }

  /** Goes to the next item of a list. 1 for an item, 0 for the list's end, which is passed, -1 for neither. */
  item(isFirst: boolean): number {
    const byte = this.next();
    if (byte === CLOSE_BRACKET) {
      this.at += 1;
      return 0;
    }
    if (isFirst) return 1;
    if (byte !== COMMA) return -1;
    this.at += 1;
    return this.next() === CLOSE_BRACKET ? -1 : 1;
  }

  #skipNumber(first: number): boolean {
    if (first === MINUS) this.at += 1;
    return !Number.isNaN(this.#digits(false));
  }

  #skipWord(): boolean {
    const { bytes, at, end } = this;
    for (const word of WORDS) {
      if (at + word.length > end || !word.every((byte, place) => bytes[at + place] === byte)) continue;
      this.at += word.length;
      return true;
    }
    return false;
  }
}

function isFraction(byte: number | undefined): boolean {
  return byte === 0x2e || byte === 0x65 || byte === 0x45;
}
