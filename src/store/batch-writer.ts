import type { FormatName } from '../model/source.js';
import type { Batch } from '../model/store.js';
import { ColumnWriter } from './column-writer.js';
import type { CaseDatabase } from './database.js';
import { FactWriter } from './fact-writer.js';

/** Writes batches of events. As its `FactWriter`, not to be used again after a transaction that was rolled back. */
export class BatchWriter {
  readonly #facts: FactWriter;
  readonly #columns: ColumnWriter;

  constructor(database: CaseDatabase) {
    this.#facts = new FactWriter(database);
    this.#columns = new ColumnWriter(this.#facts);
  }

  /** Writes a source's batch. To be called inside a transaction. */
  write(source: { readonly id: number; readonly format: FormatName }, { records, columns, lineBase = 0 }: Batch): void {
    this.#facts.begin(source);
    if (columns === undefined) for (const { record, place } of records) this.#facts.write(record, place);
    else this.#columns.write(columns, lineBase, records);
    this.#facts.flush();
  }
}
