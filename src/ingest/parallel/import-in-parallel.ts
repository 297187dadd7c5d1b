import type { Batch, CaseStore, StoredSource } from '../../model/store.js';
import type { SourceImport } from '../source-import.js';
import { type PlacedBatch, placed, readInParallel } from './parallel-reading.js';
import type { PartOrder } from './part.js';
import { PartReader } from './part-reader.js';
import type { ReadingThreads } from './reading-threads.js';
import { WaitingBatches } from './waiting-batches.js';

/** What other threads read, and this one keeps. */
export interface ParallelImport {
  readonly importing: SourceImport;
  readonly order: PartOrder;
  readonly threads: ReadingThreads;
  readonly store: Pick<CaseStore, 'storedSources' | 'identitiesElsewhere'>;
  readonly start: Pick<StoredSource, 'positionBytes' | 'positionLines'>;
  /** How far the file is read. */
  readonly sizeBytes: number;
  /** Aborted: what was read so far is kept. */
  readonly signal: AbortSignal;
  /** Called with how far the file is kept. */
  readonly onKept: (positionBytes: number) => void;
}

/**
 * Reads a file and keeps what it says. Threads know nothing of other sources: a part of which these may hold a record is read again here, record
 * by record. Rejects with what a thread failed of.
 */
export async function importInParallel(request: ParallelImport): Promise<void> {
  const { importing, order, threads, start, sizeBytes, signal, onKept } = request;
  const waiting = new WaitingBatches();
  const again = new ReadAgain(request);
  try {
    for await (const read of readInParallel(order, start, sizeBytes, threads)) {
      for (const batch of importing.isAnyHeldElsewhere(read.batch) ? again.read(read) : [read]) waiting.add(batch);
      if (waiting.areEnough) {
        keep(importing, waiting.take());
        onKept(read.batch.positionBytes);
      }
      if (signal.aborted) break;
    }
    keep(importing, waiting.take());
  } finally {
    again.close();
  }
}

/** Reads parts again, without the records that other sources hold. */
class ReadAgain {
  readonly #request: ParallelImport;
  #reader: PartReader | undefined;

  constructor(request: ParallelImport) {
    this.#request = request;
  }

  /** What a part says that is in no other source; then what its thread met in it, which that will name again without telling. */
  read(first: PlacedBatch): readonly PlacedBatch[] {
    const { importing, order, store } = this.#request;
    this.#reader ??= new PartReader(order, { source: importing.id, store });
    const own = placed(this.#reader.read(first.part), first.linesBefore);
    return [
      { ...first, ...own, giveBack: () => undefined },
      { ...first, batch: withoutEvents(first.batch) },
    ];
  }

  close(): void {
    this.#reader?.close();
  }
}

function withoutEvents({ columns, positionBytes, positionLines }: Batch): Batch {
  const none = { records: [], offered: 0, kinds: new Map(), ignored: new Map(), malformed: 0, problems: [], positionBytes, positionLines };
  if (columns === undefined) return none;
  const { events, ancestors, exits, sockets, dns } = columns;
  return {
    ...none,
    columns: {
      ...columns,
      events: { ...events, count: 0 },
      ancestors: { ...ancestors, count: 0 },
      exits: { ...exits, count: 0 },
      sockets: { ...sockets, count: 0 },
      dns: { ...dns, count: 0 },
    },
  };
}

function keep(importing: SourceImport, batches: readonly PlacedBatch[]): void {
  importing.keep(batches);
  for (const batch of batches) batch.giveBack();
}
