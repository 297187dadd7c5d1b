import type { CaseDatabase } from './database.js';
import type { RowSink } from './record-writer.js';
import { TableImage } from './table-image.js';

/** Fewer are written by a statement each: a file would take longer. */
const LEAST_ROWS = 4_000;

/** Puts a row's values into the sink, in the order of the table's columns. */
export type TellRow = (sink: RowSink) => void;

/** Fills an empty table. `rows`: about how many `work` will write, in order of their ids. */
export function fillTable(
  database: CaseDatabase,
  table: string,
  rows: number,
  work: (write: (id: number, tell: TellRow) => void) => void,
  least = LEAST_ROWS,
): void {
  const statements = new RowStatements(database, table);
  if (rows < least) {
    work((id, tell) => statements.write(id, tell));
    return;
  }
  const image = new TableImage(database, table);
  const long: SpareRow[] = [];
  try {
    work((id, tell) => {
      tell(image.record);
      if (!image.add(id)) long.push(spareRow(id, tell));
    });
    image.copy();
    for (const row of long) statements.insert(row);
  } finally {
    image.clear();
  }
}

interface SpareRow {
  readonly id: number;
  readonly values: readonly unknown[];
}

function spareRow(id: number, tell: TellRow): SpareRow {
  const values = new RowValues();
  tell(values);
  return { id, values: values.values };
}

/** Inserts rows by a statement each. */
class RowStatements {
  readonly #insert;

  constructor(database: CaseDatabase, table: string) {
    const columns = database.prepare<[string], string>('select name from pragma_table_info(?)').pluck().all(table);
    this.#insert = database.prepare(`insert into "${table}" values (${columns.map(() => '?').join(', ')})`);
  }

  write(id: number, tell: TellRow): void {
    this.insert(spareRow(id, tell));
  }

  /** Its first value is the id, which a sink is not told. */
  insert({ id, values: [, ...values] }: SpareRow): void {
    this.#insert.run(id, values);
  }
}

/** A row as values that a statement takes. */
class RowValues implements RowSink {
  readonly values: unknown[] = [];

  null(): void {
    this.values.push(null);
  }

  integer(value: number): void {
    // A number would be bound as one with a fraction, which a column of any type keeps.
    this.values.push(BigInt(value));
  }

  words(high: number, low: number): void {
    this.values.push(BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low)));
  }

  text(value: string): void {
    this.values.push(value);
  }

  blob(bytes: Uint8Array): void {
    this.values.push(Buffer.from(bytes));
  }
}
