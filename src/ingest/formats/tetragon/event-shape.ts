import { canonicalAddress } from '../../../model/address.js';
import { ByteTexts, hashOfBytes } from '../../columns/byte-texts.js';
import type { MetThings } from '../../columns/met-things.js';
import { StrictJson } from './strict-json.js';

/** How a value is read: as a text, as any value made into a text, as a number, as 64 bits, as a time, as an object or list with a shape of its own. */
export type Field =
  | { readonly kind: 'text' | 'value'; readonly slot: number; readonly make: TextMaker }
  | { readonly kind: 'whole' | 'cookie' | 'time' | 'truth'; readonly slot: number }
  | { readonly kind: 'object' | 'objects'; readonly slot: number; readonly shape: Shape };

/** What fields an object may have. Others are passed over, unless they are refused. */
export interface Shape {
  readonly fields: Readonly<Record<string, Field>>;
  /** Keys that only the full parser understands. */
  readonly refused?: readonly string[];
}

/** Number of what a printed text stands for, 0 for nothing. Asked once for the same text. */
export type TextMaker = (text: string, met: MetThings) => number;

export const asText: TextMaker = (text, met) => (text === '' ? 0 : met.text(text));
export const asAddress: TextMaker = (text, met) => {
  const address = canonicalAddress(text);
  return address === undefined ? 0 : met.text(address);
};

type FieldReader = (field: CompiledField) => boolean;

interface CompiledField {
  readonly read: FieldReader | undefined;
  readonly slot: number;
  readonly make: TextMaker;
  /** Numbers made so far, by number of the printed text, one more than they are. */
  made: Int32Array;
  readonly shape: CompiledShape | undefined;
}

/** Fields by the number of their key. */
export type CompiledShape = readonly (CompiledField | undefined)[];

const NO_TEXT: TextMaker = () => 0;
const FIRST_MADE = 256;
const MICROSECONDS = 1e6;
const TIME_AT_LEAST = '2026-01-01T00:00:00Z'.length;
const MINUTE_LENGTH = 16;
const TWO_32 = 4_294_967_296;

/** The values that one event has under keys of shapes, each in the slot that its field names. */
export class ShapeReader {
  readonly json = new StrictJson();
  /** By slot. Of a time the microseconds, of a cookie the low 32 bits. */
  readonly values: Float64Array;
  /** By slot: of a time the nanoseconds below, of a cookie the high 32 bits. */
  readonly seconds: Float64Array;
  readonly #told: Int32Array;
  #turn = 0;
  readonly #texts = new ByteTexts();
  readonly #met: MetThings;
  readonly #minuteOf: (minute: string) => number | undefined;
  readonly #minute = { bytes: new Uint8Array(MINUTE_LENGTH), us: Number.NaN };

  constructor(slots: number, met: MetThings, minuteOf: (minute: string) => number | undefined) {
    this.values = new Float64Array(slots);
    this.seconds = new Float64Array(slots);
    this.#told = new Int32Array(slots);
    this.#met = met;
    this.#minuteOf = minuteOf;
  }

  /** How many printed texts are remembered. */
  get size(): number {
    return this.#texts.count;
  }

  /** A shape in the form that reading needs. Of this reader alone. */
  compiled(shape: Shape): CompiledShape {
    const compiled: (CompiledField | undefined)[] = [];
    for (const [key, field] of Object.entries(shape.fields)) {
      const read = this.#readerOf(field);
      const make = 'make' in field ? field.make : NO_TEXT;
      const inner = 'shape' in field ? this.compiled(field.shape) : undefined;
      compiled[this.numberOf(key)] = { read, slot: field.slot, make, made: new Int32Array(FIRST_MADE), shape: inner };
    }
    for (const key of shape.refused ?? [])
      compiled[this.numberOf(key)] = { read: undefined, slot: 0, make: NO_TEXT, made: new Int32Array(0), shape: undefined };
    return compiled;
  }

  /** Begins an event: no slot is told. */
  begin(bytes: Uint8Array, from: number, to: number): void {
    this.#turn += 1;
    this.json.begin(bytes, from, to);
  }

  isTold(slot: number): boolean {
    return this.#told[slot] === this.#turn;
  }

  /** The value in a slot, or this when none was told. */
  value(slot: number, otherwise: number): number {
    return this.#told[slot] === this.#turn ? (this.values[slot] ?? otherwise) : otherwise;
  }

  /** Number of the string that was passed last. */
  lastString(): number {
    const { json } = this;
    return this.#texts.number(json.bytes, json.from, json.to, json.hash);
  }

  /** Reads the value under the key that was passed last. False for one that the full parser has to read. */
  field(shape: CompiledShape): boolean {
    const field = shape[this.lastString()];
    if (field === undefined) return this.json.skip();
    return field.read?.(field) === true;
  }

  /** Reads an object of this shape to its end. */
  object(shape: CompiledShape): boolean {
    if (!this.json.open()) return false;
    for (let isFirst = true; ; isFirst = false) {
      const key = this.json.key(isFirst);
      if (key !== 1) return key === 0;
      if (!this.field(shape)) return false;
    }
  }

  /** Number that a key has as a printed text. */
  numberOf(key: string): number {
    const bytes = Buffer.from(key);
    return this.#texts.number(bytes, 0, bytes.length, hashOfBytes(bytes, 0, bytes.length));
  }

  /** Of a key that stands twice the last one counts, which is for the full parser. */
  #tell(slot: number): boolean {
    if (this.#told[slot] === this.#turn) return false;
    this.#told[slot] = this.#turn;
    return true;
  }

  #readerOf(field: Field): FieldReader {
    switch (field.kind) {
      case 'text':
        return this.#text;
      case 'value':
        return this.#value;
      case 'whole':
        return this.#whole;
      case 'cookie':
        return this.#cookie;
      case 'time':
        return this.#time;
      case 'truth':
        return this.#truth;
      case 'object':
        return this.#object;
      case 'objects':
        return this.#objects;
    }
  }

  readonly #text: FieldReader = (field) => {
    const { json } = this;
    json.next();
    if (!json.string() || !this.#tell(field.slot)) return false;
    this.values[field.slot] = this.#made(field, this.lastString());
    return true;
  };

  readonly #value: FieldReader = (field) => {
    const { json } = this;
    json.next();
    const from = json.at;
    if (!json.skip() || !this.#tell(field.slot)) return false;
    const number = this.#texts.number(json.bytes, from, json.at, hashOfBytes(json.bytes, from, json.at));
    this.values[field.slot] = this.#made(field, number);
    return true;
  };

  #made(field: CompiledField, printed: number): number {
    const known = field.made[printed] ?? 0;
    if (known !== 0) return known - 1;
    while (printed >= field.made.length) {
      const longer = new Int32Array(field.made.length * 2);
      longer.set(field.made);
      field.made = longer;
    }
    const made = field.make(Buffer.from(this.#texts.bytes(printed)).toString('latin1'), this.#met);
    field.made[printed] = made + 1;
    return made;
  }

  readonly #whole: FieldReader = ({ slot }) => {
    const value = this.json.whole();
    if (Number.isNaN(value) || !this.#tell(slot)) return false;
    this.values[slot] = value;
    return true;
  };

  readonly #truth: FieldReader = ({ slot }) => {
    const { json } = this;
    json.next();
    const isTrue = json.bytes[json.at] === 0x74;
    const isWord = isTrue || json.bytes[json.at] === 0x66;
    if (!isWord || !json.skip() || !this.#tell(slot)) return false;
    this.values[slot] = Number(isTrue);
    return true;
  };

  readonly #object: FieldReader = ({ slot, shape }) => this.#tell(slot) && shape !== undefined && this.object(shape);

  readonly #objects: FieldReader = ({ slot, shape }) => {
    if (shape === undefined || !this.#tell(slot) || !this.json.pass(0x5b)) return false;
    for (let isFirst = true; ; isFirst = false) {
      const item = this.json.item(isFirst);
      if (item !== 1) return item === 0;
      if (!this.object(shape)) return false;
    }
  };

  /** Sixty-four bits without a sign; 0 is printed for sockets that have none. */
  readonly #cookie: FieldReader = ({ slot }) => {
    const { json } = this;
    const { bytes, end } = json;
    const isQuoted = json.next() === 0x22;
    let at = isQuoted ? json.at + 1 : json.at;
    const from = at;
    let low = 0;
    let high = 0;
    for (; at < end; at++) {
      const digit = (bytes[at] ?? 0) - 0x30;
      if (digit < 0 || digit > 9) break;
      low = low * 10 + digit;
      const carry = Math.floor(low / TWO_32);
      low -= carry * TWO_32;
      high = high * 10 + carry;
    }
    json.at = isQuoted ? at + 1 : at;
    const isNumber = at > from && (bytes[from] !== 0x30 || at === from + 1) && at - from <= 20 && high < TWO_32;
    if (!isNumber || (isQuoted ? bytes[at] !== 0x22 : bytes[at] === 0x2e || bytes[at] === 0x65 || bytes[at] === 0x45)) return false;
    if (!this.#tell(slot)) return false;
    this.values[slot] = low;
    this.seconds[slot] = high;
    return true;
  };

  /** As protojson prints a time: in UTC, with nine digits at most. */
  readonly #time: FieldReader = ({ slot }) => {
    const { json } = this;
    json.next();
    if (!json.string() || json.to - json.from < TIME_AT_LEAST || !this.#tell(slot)) return false;
    const { bytes, from, to } = json;
    const minute = this.#minuteUs(bytes, from);
    const second = twoDigits(bytes, from + MINUTE_LENGTH + 1);
    if (bytes[from + MINUTE_LENGTH] !== 0x3a || bytes[to - 1] !== 0x5a || second > 60 || Number.isNaN(minute)) return false;
    const nanos = fractionNs(bytes, from + MINUTE_LENGTH + 3, to - 1);
    if (Number.isNaN(nanos)) return false;
    const us = Math.floor(nanos / 1000);
    this.values[slot] = minute + second * MICROSECONDS + us;
    this.seconds[slot] = nanos - us * 1000;
    return true;
  };

  #minuteUs(bytes: Uint8Array, from: number): number {
    const { bytes: last, us } = this.#minute;
    let isSame = true;
    for (let at = 0; at < MINUTE_LENGTH && isSame; at++) isSame = last[at] === bytes[from + at];
    if (isSame) return us;
    const ms = this.#minuteOf(Buffer.from(bytes.subarray(from, from + MINUTE_LENGTH)).toString('latin1'));
    if (ms === undefined) return Number.NaN;
    last.set(bytes.subarray(from, from + MINUTE_LENGTH));
    this.#minute.us = ms * 1000;
    return this.#minute.us;
  }
}

/** Above 60 where there are no two digits. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - 0x30;
  const ones = (bytes[at + 1] ?? 0) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.POSITIVE_INFINITY;
}

/** Nanoseconds of a fraction with its point, 0 where there is none; NaN for anything else. */
function fractionNs(bytes: Uint8Array, from: number, to: number): number {
  if (from === to) return 0;
  const digits = to - from - 1;
  if (bytes[from] !== 0x2e || digits < 1 || digits > 9) return Number.NaN;
  let value = 0;
  for (let at = from + 1; at < to; at++) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  for (let more = digits; more < 9; more++) value *= 10;
  return value;
}
