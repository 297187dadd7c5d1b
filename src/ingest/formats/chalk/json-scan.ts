/** What scanning found: the value goes on, ended before `at`, or at `at` stands what JSON can't hold there. */
export type Scan = { readonly kind: 'open' } | { readonly kind: 'ended' | 'broken'; readonly at: number };

/** Deeper nesting is no report, and would cost memory for each level. */
const DEEPEST = 512;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end';

/**
 * Finds where a JSON object ends, line by line, and stops at the first byte that can't belong to it: text that merely begins like JSON
 * must not swallow the lines after it. Literals and numbers are only looked at roughly: parsing what was found decides.
 */
export class JsonScan {
  readonly #nesting: number[] = [];
  #expected: Expected = 'value';
  #isInString = false;

  /** The next line's bytes from `from` on. A string can't go over the end of a line, unless the line itself was cut off. */
  feed(bytes: Uint8Array, from: number, isCutOff: boolean): Scan {
    let at = from;
    while (at < bytes.length) {
      if (this.#isInString) {
        const end = stringEnd(bytes, at);
        if (end === undefined) break;
        this.#isInString = false;
        at = end;
      } else {
        const byte = bytes[at] ?? 0;
        const length = isBlank(byte) ? 1 : this.#step(bytes, at, byte);
        if (length === 0) return { kind: 'broken', at };
        at += length;
        if (this.#nesting.length === 0 && !isBlank(byte)) return { kind: 'ended', at };
      }
    }
    return this.#isInString && !isCutOff ? { kind: 'broken', at: bytes.length } : { kind: 'open' };
  }

  /** Bytes that the token takes, 0 when none may stand here. */
  #step(bytes: Uint8Array, at: number, byte: number): number {
    switch (byte) {
      case QUOTE:
        return this.#beginString();
      case OPEN_BRACE:
      case OPEN_BRACKET:
        return this.#open(byte);
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        return this.#close(byte);
      case COLON:
        return this.#expected === 'colon' ? this.#then('value', 1) : 0;
      case COMMA:
        return this.#expected === 'comma or end' ? this.#then(this.#nesting.at(-1) === OPEN_BRACE ? 'key' : 'value', 1) : 0;
      default:
        return this.#takesValue() ? this.#then('comma or end', literalLength(bytes, at)) : 0;
    }
  }

  #then(expected: Expected, length: number): number {
    if (length > 0) this.#expected = expected;
    return length;
  }

  #takesValue(): boolean {
    return this.#expected === 'value' || this.#expected === 'value or end';
  }

  #beginString(): number {
    if (this.#expected === 'key' || this.#expected === 'key or end') this.#expected = 'colon';
    else if (this.#takesValue()) this.#expected = 'comma or end';
    else return 0;
    this.#isInString = true;
    return 1;
  }

  #open(byte: number): number {
    if (!this.#takesValue() || this.#nesting.length >= DEEPEST) return 0;
    this.#nesting.push(byte);
    return this.#then(byte === OPEN_BRACE ? 'key or end' : 'value or end', 1);
  }

  #close(byte: number): number {
    const opened = this.#nesting.at(-1);
    const mayEnd = this.#expected === 'comma or end' || this.#expected === (byte === CLOSE_BRACE ? 'key or end' : 'value or end');
    if (!mayEnd || opened !== (byte === CLOSE_BRACE ? OPEN_BRACE : OPEN_BRACKET)) return 0;
    this.#nesting.pop();
    return this.#then('comma or end', 1);
  }
}

/** Place after the closing quote. A backslash at the end takes the line feed with it, which no string may hold. */
function stringEnd(bytes: Uint8Array, from: number): number | undefined {
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] === QUOTE) return at + 1;
    if (bytes[at] === BACKSLASH) at += 1;
  }
  return undefined;
}

/** Blank as JSON means it. */
export function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x0a;
}

function literalLength(bytes: Uint8Array, from: number): number {
  if (!/[-0-9tfn]/.test(String.fromCharCode(bytes[from] ?? 0))) return 0;
  let at = from;
  while (at < bytes.length && isLiteral(bytes[at] ?? 0)) at += 1;
  return at - from;
}

function isLiteral(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x2b || byte === 0x2d || byte === 0x2e || byte === 0x45
  );
}
