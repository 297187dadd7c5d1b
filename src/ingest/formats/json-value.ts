/** A JSON object as the parser gives it. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value if it is a JSON object, not an array or null. */
export function objectOf(value: unknown): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value's items if it is an array, else none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Text that says something: repackaged exports print absent fields as `""` or `null`. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A whole number, printed bare or quoted; `undefined` beyond 2^53, where a number would lie. */
export function integerOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  if (typeof value !== 'string' || !/^-?\d{1,16}$/.test(value)) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

/** A 64-bit whole number as decimal text. A bare number beyond 2^53 has lost digits: see `withExactIntegers`. */
function integerTextOf(value: unknown): string | undefined {
  if (typeof value === 'string') return /^-?\d{1,20}$/.test(value) ? value : undefined;
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined;
}

/** A socket's 64-bit id as decimal text. 0 is printed for sockets without one: they would all seem to be the same. */
export function cookieOf(value: unknown): string | undefined {
  const text = integerTextOf(value);
  return text === '0' ? undefined : text;
}

/** True or false; anything else is not told. */
export function booleanOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** Every string of a list. */
export function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((item): item is string => typeof item === 'string' && item !== '');
}

const LONG_NUMBER = /("(?:[^"\\]|\\.)*")|(?<![\d.eE+-])(-?\d{16,})(?![\d.eE])/g;

/** JSON text with each bare integer of 16 or more digits quoted, so that parsing keeps every digit. Strings, fractions and exponents stay as they are. */
export function withExactIntegers(json: string): string {
  return json.replace(LONG_NUMBER, (whole, text: string | undefined) => (text === undefined ? `"${whole}"` : whole));
}

/** An object with this one field, or none when there is nothing to tell. */
export function present<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value } {
  return value === undefined ? {} : single(key, value);
}

function single<Key extends string, Value>(key: Key, value: Value): { readonly [K in Key]?: Value } {
  const object: { [K in Key]?: Value } = {};
  object[key] = value;
  return object;
}
