import type { CaseDatabase } from '../database.js';

/** Rows read at a time: texts much longer than this makes are slower again. */
const ROWS = 1000;

/** Some columns of a table with positive row numbers. */
export interface ColumnSelection<Page> {
  readonly table: string;
  /** The column that is the row's number. */
  readonly key: string;
  /** What each array of a page holds, in SQL. */
  readonly columns: Readonly<Record<keyof Page & string, string>>;
}

/**
 * The columns as arrays, some rows at a time in order of row: as one JSON text they leave SQLite in half the time that row by row takes. `Page` has an
 * array of numbers, texts or nulls for each column.
 */
export function* columnPages<Page>(database: CaseDatabase, { table, key, columns }: ColumnSelection<Page>): Generator<Page> {
  const named = Object.entries<string>(columns);
  const arrays = named.map(([name]) => `'"${name}":' || json_group_array(${name})`).join(` || ',' || `);
  const select = database
    .prepare<[number], [last: number | null, page: string]>(
      `select max(row), '{' || ${arrays} || '}' from (
         select ${key} as row, ${named.map(([name, column]) => `${column} as ${name}`).join(', ')} from ${table} where ${key} > ? order by ${key} limit ${ROWS})`,
    )
    .raw();
  let after = 0;
  for (;;) {
    const [last, text] = select.get(after) ?? [null, ''];
    if (last === null) return;
    const page: Page = JSON.parse(text);
    yield page;
    after = last;
  }
}
