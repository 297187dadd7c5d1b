/** How SQLite says that a value is null, 0, or 1. */
const [NULL, ZERO, ONE] = [0, 8, 9] as const;
/** How it says that an integer takes 1, 2, 3, 4, 6 or 8 bytes. */
const [BYTES_1, BYTES_2, BYTES_3, BYTES_4, BYTES_6, BYTES_8] = [1, 2, 3, 4, 5, 6] as const;
/** Of a blob and of a text of no bytes; each byte counts two. */
const [BLOB, TEXT] = [12, 13] as const;

const WORD = 2 ** 32;
const MOST_TYPES = 4_096;

/** What takes a row's values, in the order of columns. */
export interface RowSink {
  null(): void;
  /** A whole number that a JavaScript number holds exactly. */
  integer(value: number): void;
  /** The 64 bits of an integer, as two words of which the first has its sign. */
  words(high: number, low: number): void;
  text(value: string): void;
  blob(bytes: Uint8Array): void;
}

/**
 * One row at a time as SQLite's record: its columns' types, then their values. Values are told in the order of columns.
 * *Source:* "Record Format" of SQLite's documentation.
 */
export class RecordWriter implements RowSink {
  /** The types, without the length that stands before them. */
  readonly types = new Uint8Array(MOST_TYPES);
  typesLength = 0;
  /** The values. */
  readonly values: Uint8Array;
  valuesLength = 0;
  readonly #view: DataView;
  readonly #most: number;
  #isTooLong = false;

  /** `most`: bytes that a record may have. */
  constructor(most: number) {
    // The longest number may be put after the last byte that fits.
    this.values = new Uint8Array(most + 8);
    this.#view = new DataView(this.values.buffer);
    this.#most = most;
  }

  begin(): void {
    this.typesLength = 0;
    this.valuesLength = 0;
    this.#isTooLong = false;
  }

  /** Whether the record is no longer than it may be. */
  end(): boolean {
    return !this.#isTooLong && this.length <= this.#most;
  }

  /** Bytes of the whole record. */
  get length(): number {
    return this.headLength + this.valuesLength;
  }

  /** Bytes of the types and of the length before them, which counts itself. */
  get headLength(): number {
    const short = this.typesLength + 1;
    return short < 128 ? short : this.typesLength + 2;
  }

  null(): void {
    this.#type(NULL);
  }

  integer(value: number): void {
    if (value === 0 || value === 1) {
      this.#type(value === 0 ? ZERO : ONE);
      return;
    }
    const at = this.#room(8);
    const size = value < 0 ? -value - 1 : value;
    if (size < 2 ** 7) {
      this.#type(BYTES_1);
      this.#view.setInt8(at, value);
      this.valuesLength += 1;
    } else if (size < 2 ** 15) {
      this.#type(BYTES_2);
      this.#view.setInt16(at, value);
      this.valuesLength += 2;
    } else if (size < 2 ** 23) {
      this.#type(BYTES_3);
      this.#view.setInt8(at, value >> 16);
      this.#view.setUint16(at + 1, value & 0xff_ff);
      this.valuesLength += 3;
    } else if (size < 2 ** 31) {
      this.#type(BYTES_4);
      this.#view.setInt32(at, value);
      this.valuesLength += 4;
    } else if (size < 2 ** 47) {
      this.#type(BYTES_6);
      this.#view.setInt16(at, Math.floor(value / WORD));
      this.#view.setUint32(at + 2, value >>> 0);
      this.valuesLength += 6;
    } else {
      this.words(Math.floor(value / WORD), value >>> 0);
    }
  }

  words(high: number, low: number): void {
    const at = this.#room(8);
    this.#type(BYTES_8);
    this.#view.setInt32(at, high);
    this.#view.setUint32(at + 4, low);
    this.valuesLength += 8;
  }

  text(value: string): void {
    const bytes = Buffer.from(value);
    this.#long(TEXT + bytes.length * 2);
    this.#bytes(bytes);
  }

  blob(bytes: Uint8Array): void {
    this.#long(BLOB + bytes.length * 2);
    this.#bytes(bytes);
  }

  #bytes(bytes: Uint8Array): void {
    const { length } = bytes;
    if (this.valuesLength + length > this.#most) {
      this.#isTooLong = true;
      return;
    }
    // Most are a few bytes, of which a view would cost more than copying them.
    if (length < 32) for (let at = 0; at < length; at++) this.values[this.valuesLength + at] = bytes[at] ?? 0;
    else this.values.set(bytes, this.valuesLength);
    this.valuesLength += length;
  }

  #type(type: number): void {
    this.types[this.typesLength++] = type;
  }

  #long(type: number): void {
    this.typesLength += writeVarint(this.types, this.typesLength, type);
  }

  /** Where the next value goes; a row that is too long goes nowhere. */
  #room(bytes: number): number {
    if (this.valuesLength + bytes > this.values.length) {
      this.#isTooLong = true;
      this.valuesLength = 0;
    }
    return this.valuesLength;
  }
}

const BITS = 7;
const MORE = 2 ** BITS;

/** Bytes of SQLite's variable-length integer for a number from 0 to 2^53. */
export function varintLength(value: number): number {
  let bytes = 1;
  for (let rest = Math.floor(value / MORE); rest > 0; rest = Math.floor(rest / MORE)) bytes++;
  return bytes;
}

/** Writes such an integer, its highest bits first, and gives its length. */
export function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  if (value < MORE) {
    bytes[at] = value;
    return 1;
  }
  const length = varintLength(value);
  let rest = value;
  for (let place = at + length - 1; place >= at; place--) {
    bytes[place] = (rest % MORE) + (place === at + length - 1 ? 0 : MORE);
    rest = Math.floor(rest / MORE);
  }
  return length;
}
