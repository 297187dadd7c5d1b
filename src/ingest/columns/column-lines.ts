import type { EventColumns } from '../../model/event-columns.js';
import type { BatchBuilder } from '../batch-builder.js';
import type { DuplicateSieve } from '../duplicate-sieve.js';
import type { ColumnReader, LineFormat } from '../format.js';
import type { Line } from '../lines.js';
import { EventColumnsBuilder } from './event-columns-builder.js';
import { MetThings } from './met-things.js';

/** Lines of one source on their way into columns. */
export class ColumnLines {
  readonly #met = new MetThings();
  readonly #columns = new EventColumnsBuilder(this.#met);
  readonly #reader: ColumnReader;

  readonly #hashOf: (bytes: Uint8Array) => number;

  constructor(readerOf: NonNullable<LineFormat['columns']>, hashOf: (bytes: Uint8Array) => number) {
    this.#hashOf = hashOf;
    this.#reader = readerOf(this.#met, this.#columns);
  }

  /** Events added since the columns were taken. */
  get count(): number {
    return this.#columns.events.count;
  }

  /** Adds what a line says to columns and ledger. False, and nothing added, for one that has to be read in another way. */
  add(line: Line, batch: BatchBuilder, sieve: DuplicateSieve): boolean {
    const before = sieve.mayHoldDuplicates ? this.#columns.mark() : undefined;
    if (!this.#reader.add(line.bytes, 0, line.bytes.length)) return false;
    const hash = this.#hashOf(line.wrapped ?? line.bytes);
    if (before !== undefined && sieve.isHeldElsewhere({ hash })) {
      this.#columns.backTo(before);
      batch.addIgnored('duplicate');
      return true;
    }
    this.#place(line, hash);
    batch.addPart(this.#reader.kind);
    if (!Number.isNaN(this.#reader.observedUs)) batch.stretchTo(this.#reader.observedUs);
    return true;
  }

  /** All events that were added, in `spare` where that is large enough. */
  take(spare?: ArrayBuffer): EventColumns {
    const columns = this.#columns.take(spare);
    this.#reader.rest();
    return columns;
  }

  #place(line: Line, hash: number): void {
    const { columns, count } = this.#columns.events;
    columns.line[count - 1] = line.number;
    columns.byteOffset[count - 1] = line.byteOffset;
    columns.byteLength[count - 1] = line.byteLength;
    columns.hash[count - 1] = hash;
  }
}
