import type { Batch, CaseStore, SourceIdentity, StoredSource } from '../model/store.js';
import { keepMemorySmall } from './kept-memory.js';
import type { PlacedBatch } from './parallel/parallel-reading.js';
import type { SourceFile } from './source-file.js';
import { SourceReading } from './source-reading.js';

/** What a batch added to the case. */
export interface Committed {
  readonly events: number;
  readonly problems: number;
}

/** One source's bytes on their way into the store. */
export class SourceImport {
  readonly id: number;
  readonly #store: CaseStore;
  readonly #reading: SourceReading;
  readonly #onCommitted: (committed: Committed) => void;
  #skip: number;
  #unfinished: PlacedBatch['unfinished'];

  constructor(options: {
    readonly store: CaseStore;
    readonly stored: StoredSource;
    readonly source: SourceFile;
    readonly onCommitted: (committed: Committed) => void;
  }) {
    this.id = options.stored.id;
    this.#store = options.store;
    this.#reading = new SourceReading(options.stored, options.source, options.store);
    this.#onCommitted = options.onCommitted;
    this.#skip = options.stored.positionBytes;
  }

  /** Takes in the stream's next bytes, from its first byte on; what an earlier import kept of them is not kept twice. */
  take(chunk: Buffer): void {
    const known = Math.min(this.#skip, chunk.length);
    this.#reading.passOver(chunk.subarray(0, known));
    this.#skip -= known;
    this.#reading.takeBytes(chunk.subarray(known), () => {
      if (this.#reading.batch.isFull && this.#reading.isAtBoundary) this.commit();
    });
  }

  /** Whether another source of the case may hold a record of a batch that was read elsewhere. */
  isAnyHeldElsewhere(batch: Batch): boolean {
    return this.#reading.isAnyHeldElsewhere(batch);
  }

  /** Keeps batches that were read elsewhere, all of them together. */
  keep(batches: readonly Pick<PlacedBatch, 'batch' | 'unfinished'>[]): void {
    const last = batches.at(-1);
    if (last === undefined) return;
    this.#unfinished = last.unfinished;
    this.#store.commit(this.id, ...batches.map(({ batch }) => batch));
    for (const { batch } of batches) this.#tell(batch);
  }

  /** The stream broke: what came before is kept. */
  damaged(reason: string): void {
    this.#reading.damaged(reason);
  }

  /** Keeps what was taken in so far. */
  commit(): void {
    if (this.#reading.batch.isEmpty) return;
    const taken = this.#reading.takeBatch();
    this.#store.commit(this.id, taken);
    this.#tell(taken);
  }

  /** The source was read to its end. */
  finish(state: Pick<SourceIdentity, 'sizeBytes' | 'modifiedMs' | 'headHash'>): void {
    this.#reading.end();
    const last = this.#reading.batch.isEmpty ? [] : [this.#reading.takeBatch()];
    const unfinished = this.#unfinished ?? this.#reading.unfinished;
    this.#store.finish(this.id, { ...state, ...(unfinished === undefined ? {} : { unfinished }) }, ...last);
    for (const batch of last) this.#tell(batch);
  }

  #tell({ records, columns, problems }: Batch): void {
    this.#onCommitted({ events: records.length + (columns?.events.count ?? 0), problems: problems.length });
    keepMemorySmall('objects');
  }
}
