import type { Instant } from '../../../model/time.js';
import { type FlatLine, PRINTED } from './flat-line.js';
import { KnownTexts } from './known-texts.js';
import type { Layout } from './layout.js';
import { type FieldName, instantOf, meaningOf, type Row, wholeNumber } from './row.js';

const MINUS = 0x2d;
const ZERO = 0x30;
/** Any whole number of as many digits is exact. */
const EXACT_DIGITS = 15;
const NANOSECOND_DIGITS = 19;
const DIGITS_BELOW_US = 3;
/** Longer ones are no times. */
const LONGEST_TIME = 20;
const SHORTEST_TIME = 16;

/** An event whose values are read where they stand in the line, when they are asked for. The same object for each line in turn. */
export class FlatRow implements Row {
  readonly #line: FlatLine;
  readonly #known = new KnownTexts();
  #layout: Layout | undefined;
  #places = new Map<FieldName, number>();

  constructor(line: FlatLine) {
    this.#line = line;
  }

  raw(field: FieldName): string | undefined {
    const place = this.#placeOf(field);
    return place < 0 ? undefined : this.#rawAt(place);
  }

  text(field: FieldName): string | undefined {
    return meaningOf(this.raw(field));
  }

  integer(field: FieldName): number | undefined {
    const place = this.#placeOf(field);
    if (place < 0) return undefined;
    const { printed, starts, ends } = this.#line;
    if (printed[place] === PRINTED.integer) return this.#integerAt(starts[place] ?? 0, ends[place] ?? 0);
    return printed[place] === PRINTED.plain || printed[place] === PRINTED.escaped ? wholeNumber(this.#rawAt(place) ?? '') : undefined;
  }

  positive(field: FieldName): number | undefined {
    const number = this.integer(field);
    return number === undefined || number <= 0 ? undefined : number;
  }

  time(field: FieldName): Instant | undefined {
    const place = this.#placeOf(field);
    if (place < 0) return undefined;
    const start = this.#line.starts[place] ?? 0;
    const end = this.#line.ends[place] ?? 0;
    const isUsual =
      this.#line.printed[place] === PRINTED.integer && end - start === NANOSECOND_DIGITS && this.#line.memory[start] !== MINUS;
    if (!isUsual) return instantOf(this.#rawAt(place));
    const us = this.#digits(start, end - DIGITS_BELOW_US);
    return us > Number.MAX_SAFE_INTEGER ? instantOf(this.#rawAt(place)) : { us, ns: this.#digits(end - DIGITS_BELOW_US, end) };
  }

  #placeOf(field: FieldName): number {
    const { layout } = this.#line;
    if (layout !== this.#layout) {
      this.#layout = layout;
      this.#places = new Map();
    }
    const known = this.#places.get(field);
    if (known !== undefined) return known;
    const place = layout?.placeOf(field) ?? -1;
    this.#places.set(field, place);
    return place;
  }

  #rawAt(place: number): string | undefined {
    const { memory, printed } = this.#line;
    const start = this.#line.starts[place] ?? 0;
    const end = this.#line.ends[place] ?? 0;
    switch (printed[place]) {
      case PRINTED.plain:
        return this.#known.textOf(memory, start, end);
      case PRINTED.escaped:
        return firstTextOf(`[${memory.toString('utf8', start - 1, end + 1)}]`);
      case PRINTED.integer:
        return this.#digitsOf(start, end);
      case PRINTED.true:
        return 'true';
      case PRINTED.false:
        return 'false';
      case PRINTED.texts:
        return firstTextOf(memory.toString('utf8', start, end));
      default:
        return undefined;
    }
  }

  /** A number's digits as they would be printed again; of one that a number does not hold exactly those of a time alone. */
  #digitsOf(start: number, end: number): string | undefined {
    const digits = this.#known.textOf(this.#line.memory, start, end);
    if (digits.length <= EXACT_DIGITS) return digits === '-0' ? '0' : digits;
    const number = Number(digits);
    if (Number.isSafeInteger(number)) return digits;
    return digits.length >= SHORTEST_TIME && digits.length <= LONGEST_TIME && !digits.startsWith('-') ? digits : undefined;
  }

  #integerAt(start: number, end: number): number | undefined {
    const isNegative = this.#line.memory[start] === MINUS;
    if (end - start <= EXACT_DIGITS) return isNegative ? -this.#digits(start + 1, end) : this.#digits(start, end);
    const number = Number(this.#line.memory.toString('latin1', start, end));
    return Number.isSafeInteger(number) ? number : undefined;
  }

  #digits(start: number, end: number): number {
    const { memory } = this.#line;
    let number = 0;
    for (let at = start; at < end; at++) number = number * 10 + ((memory[at] ?? ZERO) - ZERO);
    return number;
  }
}

/** The first of a list's texts. What stands there was seen to be JSON. */
function firstTextOf(list: string): string | undefined {
  const parsed: unknown = JSON.parse(list);
  const first: unknown = Array.isArray(parsed) ? parsed[0] : undefined;
  return typeof first === 'string' ? first : undefined;
}
