import { minuteMs } from '../../../model/time.js';
import { ByteTexts, hashOfBytes } from '../../columns/byte-texts.js';
import type { MetThings } from '../../columns/met-things.js';
import type { Field, Shape, TextMaker } from './shape.js';
import { StrictJson } from './strict-json.js';
import { WireTime } from './wire-time.js';

type FieldReader = (field: CompiledField) => boolean;

interface CompiledField {
  readonly read: FieldReader | undefined;
  readonly slot: number;
  readonly make: TextMaker;
  /** Numbers made so far, by number of the printed text, one more than they are. */
  made: Int32Array;
  readonly shape: CompiledShape | undefined;
}

/** A shape in the form that reading needs. */
export interface CompiledShape {
  /** Fields by the number of their key. */
  readonly fields: readonly (CompiledField | undefined)[];
  /** By number of a key, 0 for the begin: the key that came after it the last time. */
  readonly next: number[];
}

const NO_TEXT: TextMaker = () => 0;
const COMMA = 0x2c;
const COLON = 0x3a;
const CLOSE_BRACE = 0x7d;
const QUOTE = Buffer.from('"');
const QUOTE_AND_COLON = Buffer.from('":');
const FIRST_MADE = 256;
const TWO_32 = 4_294_967_296;

/** The values that one event has under keys of shapes, each in the slot that its field names. */
export class ShapeReader {
  readonly json = new StrictJson();
  /** By slot. Of a time the microseconds, of a cookie the low 32 bits. */
  readonly values: Float64Array;
  /** By slot: of a time the nanoseconds below, of a cookie the high 32 bits. */
  readonly rests: Float64Array;
  readonly #told: Int32Array;
  #turn = 0;
  readonly #texts = new ByteTexts();
  /** Whole values, which must not be taken for texts of the same bytes: `n` is a text, and the begin of `null`. */
  readonly #values = new ByteTexts();
  readonly #met: MetThings;
  readonly #wireTime = new WireTime(minuteMs);
  /** By number of a key: its bytes as they stand before the value. */
  readonly #literals: (Uint8Array | undefined)[] = [];

  constructor(slots: number, met: MetThings) {
    this.values = new Float64Array(slots);
    this.rests = new Float64Array(slots);
    this.#told = new Int32Array(slots);
    this.#met = met;
  }

  /** How many printed texts are remembered. */
  get size(): number {
    return Math.max(this.#texts.count, this.#values.count);
  }

  /** A shape in the form that reading needs. Of this reader alone. */
  compiled(shape: Shape): CompiledShape {
    const fields: (CompiledField | undefined)[] = [];
    for (const [key, field] of Object.entries(shape.fields)) {
      const read = this.#readerOf(field);
      const make = 'make' in field ? field.make : NO_TEXT;
      const inner = 'shape' in field ? this.compiled(field.shape) : undefined;
      fields[this.numberOf(key)] = { read, slot: field.slot, make, made: new Int32Array(FIRST_MADE), shape: inner };
    }
    for (const key of shape.refused ?? [])
      fields[this.numberOf(key)] = { read: undefined, slot: 0, make: NO_TEXT, made: new Int32Array(0), shape: undefined };
    return { fields, next: [] };
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

  /**
   * Passes the next key of an object of this shape, with its colon and the comma before it, and gives its number: 0 for the object's end, -1
   * for neither. `before`: the key before it, 0 at the begin. What came after that the last time is looked for first.
   */
  key(shape: CompiledShape, before: number): number {
    const { json } = this;
    const byte = json.next();
    if (byte === CLOSE_BRACE) {
      json.at += 1;
      return 0;
    }
    if (before !== 0) {
      if (byte !== COMMA) return -1;
      json.at += 1;
      json.next();
    }
    const likely = shape.next[before] ?? 0;
    if (likely !== 0 && json.passBytes(this.#literals[likely])) return likely;
    if (!json.string()) return -1;
    const number = this.lastString();
    if (!json.pass(COLON)) return -1;
    this.#learnNext(shape, before, number);
    return number;
  }

  /** Reads the value under a key. False for one that the full parser has to read. */
  field(shape: CompiledShape, key: number): boolean {
    const field = shape.fields[key];
    if (field === undefined) return this.json.skip();
    return field.read?.(field) === true;
  }

  /** Reads an object of this shape to its end. */
  object(shape: CompiledShape): boolean {
    if (!this.json.open()) return false;
    for (let before = 0; ; ) {
      const key = this.key(shape, before);
      if (key <= 0) return key === 0;
      if (!this.field(shape, key)) return false;
      before = key;
    }
  }

  #learnNext({ next }: CompiledShape, before: number, number: number): void {
    this.#literals[number] ??= Buffer.concat([QUOTE, this.#texts.bytes(number), QUOTE_AND_COLON]);
    // A list without holes stays a fast one.
    while (next.length <= before) next.push(0);
    next[before] = number;
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
      case 'count':
        return this.#count;
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
    this.values[field.slot] = this.#made(field, this.#texts, this.lastString());
    return true;
  };

  readonly #value: FieldReader = (field) => {
    const { json } = this;
    json.next();
    const from = json.at;
    const number = this.#knownValue(from) || this.#newValue(from);
    if (number === 0 || !this.#tell(field.slot)) return false;
    this.values[field.slot] = this.#made(field, this.#values, number);
    return true;
  };

  /** A value whose bytes were read before: where those end is where it ends. */
  #knownValue(from: number): number {
    const { json } = this;
    if (!json.passSpan()) return 0;
    return this.#values.find(json.bytes, from, json.at, json.hash);
  }

  #newValue(from: number): number {
    const { json } = this;
    json.at = from;
    return json.skip() ? this.#values.number(json.bytes, from, json.at, hashOfBytes(json.bytes, from, json.at)) : 0;
  }

  #made(field: CompiledField, texts: ByteTexts, printed: number): number {
    const known = field.made[printed] ?? 0;
    if (known !== 0) return known - 1;
    while (printed >= field.made.length) {
      const longer = new Int32Array(field.made.length * 2);
      longer.set(field.made);
      field.made = longer;
    }
    const made = field.make(Buffer.from(texts.bytes(printed)).toString('latin1'), this.#met);
    field.made[printed] = made + 1;
    return made;
  }

  readonly #whole: FieldReader = ({ slot }) => {
    const value = this.json.whole();
    if (Number.isNaN(value) || !this.#tell(slot)) return false;
    this.values[slot] = value;
    return true;
  };

  /** A bare number of which only the place is kept: from its first digit to its end. */
  readonly #count: FieldReader = ({ slot }) => {
    const { json } = this;
    if (json.next() === 0x22) return false;
    const from = json.at;
    if (Number.isNaN(json.whole()) || !this.#tell(slot)) return false;
    this.values[slot] = from;
    this.rests[slot] = json.at;
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
    this.rests[slot] = high;
    return true;
  };

  readonly #time: FieldReader = ({ slot }) => {
    const { json } = this;
    json.next();
    if (!json.string() || !this.#tell(slot) || !this.#wireTime.read(json.bytes, json.from, json.to)) return false;
    this.values[slot] = this.#wireTime.us;
    this.rests[slot] = this.#wireTime.ns;
    return true;
  };
}
