import type { FormatName } from '../model/source.js';
import type { Batch } from '../model/store.js';
import { ColumnWriter } from './column-writer.js';
import type { CaseDatabase } from './database.js';
import { FactWriter } from './fact-writer.js';
import { LedgerWriter } from './source-ledger.js';

/** Writes batches of events. As its `FactWriter`, not to be used again after a transaction that was rolled back. */
export class BatchWriter {
  readonly #facts: FactWriter;
  readonly #columns: ColumnWriter;
  readonly #ledger: LedgerWriter;

  constructor(database: CaseDatabase) {
    this.#facts = new FactWriter(database);
    this.#columns = new ColumnWriter(this.#facts);
    this.#ledger = new LedgerWriter(database);
  }

  /** Writes a source's batch, and what it says of its ledger. To be called inside a transaction. */
  write(source: { readonly id: number; readonly format: FormatName }, batch: Batch): void {
    const { records, columns, lineBase = 0 } = batch;
    this.#facts.begin(source);
    if (columns === undefined) for (const { record, place } of records) this.#facts.write(record, place);
    else this.#columns.write(source.id, columns, lineBase, records);
    this.#facts.flush();
    this.#ledger.add(source.id, batch);
  }

  /** The source was read to its end: what its readers met is not told of again. */
  forget(source: number): void {
    this.#columns.forget(source);
  }
}
