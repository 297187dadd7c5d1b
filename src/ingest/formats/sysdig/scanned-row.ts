import { FIELD_COUNT, FIELD_PLACES, Row } from './row.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BRACE_OPEN = 0x7b;
const BRACE_CLOSE = 0x7d;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;

/** Bytes that need a JSON parser: escapes, control characters, anything beyond ASCII. */
const NOT_PLAIN = /[^\x20-\x5b\x5d-\x7e]/;
const MOST_KEYS = 256;
const WORDS = ['null', 'true', 'false'] as const;

interface Key {
  /** The key as it stands, with its quotes and colon. */
  readonly text: string;
  /** -1 for a field that is not read. */
  readonly place: number;
}

/**
 * Finds the fields of an event's line without making an object of it. The lines of a source have the same keys in the same order, so
 * each key is compared with the one that stood there before. Good until the next line is scanned.
 */
export class ScannedRow extends Row {
  #line = '';
  readonly #starts = new Int32Array(FIELD_COUNT);
  readonly #ends = new Int32Array(FIELD_COUNT);
  readonly #keys: Key[] = [];

  override raw(field: number): string | undefined {
    const start = this.#starts[field] ?? -1;
    return start < 0 ? undefined : this.#line.slice(start, this.#ends[field]);
  }

  /** True for a line that is one flat object of plain text, whole numbers and words: it now answers for that line. Others must be parsed. */
  scan(line: string): boolean {
    this.#line = line;
    this.#starts.fill(-1);
    if (line.charCodeAt(0) !== BRACE_OPEN || NOT_PLAIN.test(line)) return false;
    let at = 1;
    for (let nth = 0; nth < MOST_KEYS; nth++) {
      const key = this.#keyAt(at, nth);
      if (key === undefined) return false;
      const end = this.#takeValue(at + key.text.length, key.place);
      if (end < 0) return false;
      const next = line.charCodeAt(end);
      if (next === BRACE_CLOSE) return end === line.length - 1;
      if (next !== COMMA) return false;
      at = end + 1;
    }
    return false;
  }

  #keyAt(at: number, nth: number): Key | undefined {
    const usual = this.#keys[nth];
    if (usual !== undefined && this.#line.startsWith(usual.text, at)) return usual;
    if (this.#line.charCodeAt(at) !== QUOTE) return undefined;
    const close = this.#line.indexOf('"', at + 1);
    if (close < 0 || this.#line.charCodeAt(close + 1) !== COLON) return undefined;
    const key = { text: this.#line.slice(at, close + 2), place: FIELD_PLACES.get(this.#line.slice(at + 1, close)) ?? -1 };
    this.#keys[nth] = key;
    return key;
  }

  /** Where the value ends, or -1 for one that is not plain. Of a key that stands twice the last counts, as for a parser. */
  #takeValue(at: number, place: number): number {
    const first = this.#line.charCodeAt(at);
    if (first === QUOTE) {
      const close = this.#line.indexOf('"', at + 1);
      if (close < 0) return -1;
      this.#set(place, at + 1, close);
      return close + 1;
    }
    const end = first === MINUS || (first >= ZERO && first <= NINE) ? this.#numberEnd(at) : this.#wordEnd(at);
    this.#set(place, first === WORDS[0].charCodeAt(0) ? -1 : at, end);
    return end;
  }

  #set(place: number, start: number, end: number): void {
    if (place < 0) return;
    this.#starts[place] = start;
    this.#ends[place] = end;
  }

  #numberEnd(at: number): number {
    const digits = this.#line.charCodeAt(at) === MINUS ? at + 1 : at;
    let end = digits;
    while (this.#isDigit(end)) end++;
    if (end === digits || (this.#line.charCodeAt(digits) === ZERO && (end > digits + 1 || digits > at))) return -1;
    return end;
  }

  #isDigit(at: number): boolean {
    const code = this.#line.charCodeAt(at);
    return code >= ZERO && code <= NINE;
  }

  #wordEnd(at: number): number {
    for (const word of WORDS) if (this.#line.startsWith(word, at)) return at + word.length;
    return -1;
  }
}
