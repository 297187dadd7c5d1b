import type { CaseDatabase } from './database.js';

/** Rows that whole numbers are read from, in order of a key. */
export interface NumberQuery {
  /** Table with its alias, whose key is its row number. */
  readonly table: string;
  readonly key: string;
  /** Joins and conditions beyond the table. */
  readonly joins?: string;
  readonly where?: string;
  /** What is read of each row, in SQL. */
  readonly columns: readonly string[];
}

/** Keys that are read at once: a megabyte of text. */
const KEYS_AT_ONCE = 16_384;

/** A stretch of rows: their keys, and a column for each that was asked for. */
export interface NumberRows {
  readonly keys: Float64Array;
  readonly columns: readonly Float64Array[];
}

/**
 * Whole numbers of every row, a stretch of keys at a time; `NaN` where there is none. SQLite hands over each column as one text: a tenth of
 * what rows cost, each of which would be made an object.
 */
export function* numberColumns(
  database: CaseDatabase,
  { table, key, joins = '', where = '1', columns }: NumberQuery,
): Generator<NumberRows> {
  const from = `from ${table} ${joins} where ${key} >= ? and ${key} < ? and (${where})`;
  const last = Number(database.prepare(`select coalesce(max(${key}), 0) from ${table}`).pluck().get());
  const rows = database
    .prepare<[number, number], readonly [number, number, number, ...unknown[]]>(
      `select count(*), min(${key}), max(${key}), ${columns.map(numbersText).join(', ')} ${from}`,
    )
    .raw();
  const keys = database.prepare<[number, number], unknown>(`select ${numbersText(key)} ${from}`).pluck();
  for (let begin = 0; begin <= last; begin += KEYS_AT_ONCE) {
    const [count = 0, lowest = 0, highest = 0, ...texts] = rows.get(begin, begin + KEYS_AT_ONCE) ?? [];
    if (count === 0) continue;
    // Rows that a joined table doubles may fill the gaps between others.
    const isEvery = joins === '' && highest - lowest + 1 === count;
    yield {
      keys: isEvery ? counted(lowest, count) : numbersIn(keys.get(begin, begin + KEYS_AT_ONCE), count),
      columns: texts.map((text) => numbersIn(text, count)),
    };
  }
}

/** A number of a column, or another one where nothing is told. */
export function orElse(number: number | undefined, other: number): number {
  return number === undefined || Number.isNaN(number) ? other : number;
}

function counted(from: number, count: number): Float64Array {
  const numbers = new Float64Array(count);
  for (let at = 0; at < count; at++) numbers[at] = from + at;
  return numbers;
}

/** Whole numbers of all rows of an aggregate as one text, for `numbersIn`. */
export function numbersText(column: string): string {
  return `cast(group_concat(coalesce(${column}, '')) || ',' as blob)`;
}

const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;

/** The numbers of a text that `numbersText` made, `count` of them. */
export function numbersIn(text: unknown, count: number): Float64Array {
  const numbers = new Float64Array(count);
  if (!(text instanceof Uint8Array)) return numbers.fill(Number.NaN);
  for (let place = 0, at = 0; place < count; place++, at++) {
    const isNegative = text[at] === MINUS;
    if (isNegative) at++;
    let value = text[at] === COMMA ? Number.NaN : 0;
    for (let digit = text[at] ?? COMMA; digit !== COMMA; digit = text[++at] ?? COMMA) value = value * 10 + (digit - ZERO);
    numbers[place] = isNegative ? -value : value;
  }
  return numbers;
}
