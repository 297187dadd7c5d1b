import { type Instant, parseTime } from '../../../model/time.js';
import { type JsonObject, objectOf, withExactIntegers } from '../json-value.js';

/** A field of an event that is read, by the name that sysdig gives it. Others may stand beside it. */
export type FieldName =
  | `evt.${'num' | 'outputtime' | 'rawtime' | 'time.iso8601' | 'time' | 'datetime' | 'cpu' | 'dir' | 'type' | 'info' | 'args'}`
  | `proc.${'name' | 'pid' | 'ppid' | 'vpid' | 'pname' | 'exe' | 'exepath' | 'cmdline' | 'args' | 'cwd'}`
  | `user.${'uid' | 'name'}`
  | `thread.${'tid' | 'vtid'}`
  | `fd.${'num' | 'type' | 'name' | 'l4proto'}`
  | `container.${'id' | 'name' | 'image' | 'image.id'}`
  | `k8s.${'ns.name' | 'pod.name' | 'pod.ip'}`;

/** One event as its line has it. */
export interface Row {
  /** Digits of a number, or the text of a string; of a list its first item. `undefined` for a field that is absent or null. */
  raw(field: FieldName): string | undefined;
  /** Text that says something. */
  text(field: FieldName): string | undefined;
  /** A whole number, printed bare or quoted, that a number holds exactly. */
  integer(field: FieldName): number | undefined;
  /** A whole number above zero: sysdig prints -1 or 0 for ids and sizes that it does not know. */
  positive(field: FieldName): number | undefined;
  /** Nanoseconds since the epoch, or a time in words. A time of day alone says nothing of the day, and is none. */
  time(field: FieldName): Instant | undefined;
}

/** What sysdig prints for a field that does not apply, where it does not print `null`. */
const NOT_APPLICABLE = '<NA>';
const WHOLE = /^-?\d+$/;
const NANOSECONDS = /^\d{16,19}$/;

/** A field's text unless it stands for none. */
export function meaningOf(raw: string | undefined): string | undefined {
  return raw === '' || raw === NOT_APPLICABLE ? undefined : raw;
}

/** The whole number that a text prints, if a number holds it exactly. */
export function wholeNumber(text: string): number | undefined {
  if (!WHOLE.test(text)) return undefined;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : undefined;
}

/** The time that a field's text says. */
export function instantOf(raw: string | undefined): Instant | undefined {
  if (raw === undefined) return undefined;
  if (NANOSECONDS.test(raw)) return { us: Number(raw.slice(0, -3)), ns: Number(raw.slice(-3)) };
  return parseTime(raw.replace(' ', 'T'));
}

/** An event whose line was parsed as a whole. */
export class ParsedRow implements Row {
  readonly #event: JsonObject;
  readonly #line: string;

  /** `line`: the text that it was parsed from, for the digits of times: nanoseconds since the epoch are more than a number holds. */
  constructor(event: JsonObject, line: string) {
    this.#event = event;
    this.#line = line;
  }

  /** In the order of the line, but for those that are numbers. */
  get keys(): readonly string[] {
    return Object.keys(this.#event);
  }

  raw(field: FieldName): string | undefined {
    const value = this.#event[field];
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : this.#digits(field, value);
    const item: unknown = Array.isArray(value) ? value[0] : value;
    return typeof item === 'string' || typeof item === 'boolean' ? String(item) : undefined;
  }

  text(field: FieldName): string | undefined {
    return meaningOf(this.raw(field));
  }

  integer(field: FieldName): number | undefined {
    const value = this.#event[field];
    if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
    return typeof value === 'string' ? wholeNumber(value) : undefined;
  }

  positive(field: FieldName): number | undefined {
    const number = this.integer(field);
    return number === undefined || number <= 0 ? undefined : number;
  }

  time(field: FieldName): Instant | undefined {
    return instantOf(this.raw(field));
  }

  /** The digits that were rounded to this number. A key can stand twice: then those that gave it. */
  #digits(field: FieldName, rounded: number): string | undefined {
    const key = `"${field}":`;
    for (let at = this.#line.indexOf(key); at >= 0; at = this.#line.indexOf(key, at + 1)) {
      const digits = LONG_INTEGER.exec(this.#line.slice(at + key.length, at + key.length + LONGEST_INTEGER))?.[1];
      if (digits !== undefined && Number(digits) === rounded) return digits;
    }
    return undefined;
  }
}

const LONG_INTEGER = /^\s*(\d{16,20})(?![\d.eE])/;
const LONGEST_INTEGER = 40;

/** The events that a JSON text holds: one, or an array's; `undefined` for anything else. Throws for what is no JSON. */
export function rowsIn(json: string): readonly ParsedRow[] | undefined {
  if (!json.startsWith('[')) {
    const event = objectOf(JSON.parse(json));
    return event === undefined ? undefined : [new ParsedRow(event, json)];
  }
  // Of several events each has its times: every digit is kept while parsing.
  const parsed: unknown = JSON.parse(withExactIntegers(json));
  const events = Array.isArray(parsed) ? parsed.map(objectOf) : [];
  const rows = events.flatMap((event) => (event === undefined ? [] : [new ParsedRow(event, '')]));
  return rows.length === events.length ? rows : undefined;
}
