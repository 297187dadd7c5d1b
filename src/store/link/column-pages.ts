import type { CaseDatabase } from '../database.js';

/** Rows read at a time: texts much longer than this makes are slower again. */
const ROWS = 1000;

/** Some columns of a table with positive row numbers. */
export interface ColumnSelection {
  readonly table: string;
  /** The column that is the row's number. */
  readonly key: string;
  readonly columns: readonly string[];
}

/**
 * The columns as arrays, some rows at a time in order of row: as one JSON text they leave SQLite in half the time that row by row takes. `Page`
 * is a tuple of arrays, one for each column.
 */
export function* columnPages<Page>(database: CaseDatabase, { table, key, columns }: ColumnSelection): Generator<Page> {
  const arrays = columns.map((_, at) => `json_group_array(c${at})`).join(` || ',' || `);
  const named = columns.map((column, at) => `${column} as c${at}`).join(', ');
  const select = database
    .prepare<[number], [last: number | null, page: string]>(
      `select max(row), '[' || ${arrays} || ']' from (select ${key} as row, ${named} from ${table} where ${key} > ? order by ${key} limit ${ROWS})`,
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
