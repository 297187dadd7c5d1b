import type { StoredSource } from '../../model/store.js';
import type { SourceImport } from '../source-import.js';
import { type PlacedBatch, readInParallel } from './parallel-reading.js';
import type { PartOrder } from './part.js';
import type { ReadingThreads } from './reading-threads.js';
import { WaitingBatches } from './waiting-batches.js';

/** What other threads read, and this one keeps. */
export interface ParallelImport {
  readonly importing: SourceImport;
  readonly order: PartOrder;
  readonly threads: ReadingThreads;
  readonly start: Pick<StoredSource, 'positionBytes' | 'positionLines'>;
  /** How far the file is read. */
  readonly sizeBytes: number;
  /** Aborted: what was read so far is kept. */
  readonly signal: AbortSignal;
  /** Called with how far the file is kept. */
  readonly onKept: (positionBytes: number) => void;
}

/** Reads a file and keeps what it says. Rejects with what a thread failed of. */
export async function importInParallel({ importing, order, threads, start, sizeBytes, signal, onKept }: ParallelImport): Promise<void> {
  const waiting = new WaitingBatches();
  for await (const read of readInParallel(order, start, sizeBytes, threads)) {
    waiting.add(read);
    if (waiting.areEnough) {
      keep(importing, waiting.take());
      onKept(read.batch.positionBytes);
    }
    if (signal.aborted) break;
  }
  keep(importing, waiting.take());
}

function keep(importing: SourceImport, batches: readonly PlacedBatch[]): void {
  importing.keep(batches);
  for (const batch of batches) batch.giveBack();
}
