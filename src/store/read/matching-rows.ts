import type { CaseDatabase } from '../database.js';
import { numbersIn, numbersText } from '../number-columns.js';
import type { SqlCondition } from './sql-condition.js';

/** Rows that can meet a condition: a table with its alias and key, and what is joined to it. */
export interface RowSource {
  readonly table: string;
  readonly key: string;
  readonly joins: string;
}

/** Rows that are asked about at once, a power of two, and which power. */
const AT_ONCE = 1024;
const POWER = 10;

/**
 * Which rows of a table meet a condition. SQL is asked for a stretch of rows when one of it is wanted: whoever looks at a page asks about few,
 * and whoever looks at everything asks once for each stretch. A byte for each row that was asked about.
 */
export class MatchingRows {
  readonly #matching;
  readonly #absent;
  readonly #parameters: SqlCondition['parameters'];
  readonly #known: Uint8Array | undefined;
  readonly #stretches: (Uint8Array | undefined)[] = [];

  /** `known`: 1 for each row that is known to meet it, where somebody knows of all. */
  constructor(database: CaseDatabase, { table, key, joins }: RowSource, { sql, parameters }: SqlCondition, known?: Uint8Array) {
    this.#matching = database
      .prepare<unknown[], readonly [number, unknown]>(
        `select count(*), ${numbersText(key)} from ${table} ${joins} where ${key} >= ? and ${key} < ? and ${sql}`,
      )
      .raw();
    this.#absent = database.prepare<unknown[], number>(`select 1 from (select 1) left join ${table} on ${key} = 0 ${joins} where ${sql}`);
    this.#parameters = parameters;
    this.#known = known;
  }

  /** True when the row of this number meets the condition. 0 stands for no row, of which nothing is known. */
  has(id: number): boolean {
    if (this.#known !== undefined && id !== 0) return this.#known[id] === 1;
    const stretch = id >>> POWER;
    const known = this.#stretches[stretch] ?? this.#ask(stretch);
    return known[id & (AT_ONCE - 1)] === 1;
  }

  #ask(stretch: number): Uint8Array {
    const known = new Uint8Array(AT_ONCE);
    const begin = stretch * AT_ONCE;
    const [count = 0, ids] = this.#matching.get(begin, begin + AT_ONCE, ...this.#parameters) ?? [];
    if (count > 0) for (const id of numbersIn(ids, count)) known[id - begin] = 1;
    if (stretch === 0 && this.#absent.get(...this.#parameters) !== undefined) known[0] = 1;
    this.#stretches[stretch] = known;
    return known;
  }
}
