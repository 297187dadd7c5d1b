import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Batch, StoredSource } from '../../model/store.js';
import type { Part, PartOrder, PartRequest, ReadPart } from './part.js';

/** Large enough for the hand-over not to count, small enough for memory and for Ctrl-C. */
const PART_BYTES = 2 * 1024 * 1024;
/** Parts that a thread is given before its first is taken: it must not wait for the store. */
const PARTS_AHEAD = 2;

/** What a thread makes is handed over or gone soon: a large young generation would only be memory. */
const LIMITS = { maxYoungGenerationSizeMb: 8 };

/** How many threads read beside the one that writes; fewer than two are not worth their start. */
export function readingThreads(): number {
  const cores = availableParallelism();
  return cores < 2 ? 0 : Math.min(cores, 3);
}

/** A batch in its place in the file, and where its last record begins if the file cut it off. */
export interface PlacedBatch extends Pick<ReadPart, 'unfinished'> {
  readonly batch: Batch;
  /** To be called when the batch was kept: its columns are gone after that, and a thread has their memory for what it reads next. */
  giveBack(): void;
}

/**
 * The batches of a plain file up to `size`, in the order of its lines, read by several threads at once from the begin of a line on. Rejects with what a thread failed of.
 * Ends early when its consumer does.
 */
export async function* readInParallel(
  order: PartOrder,
  start: Pick<StoredSource, 'positionBytes' | 'positionLines'>,
  size: number,
  threads: number,
): AsyncGenerator<PlacedBatch> {
  const parts = partsOf(start.positionBytes, size);
  const pool = Array.from({ length: Math.min(threads, parts.length) }, () => new ReadingThread(order));
  const given: Promise<ReadPart>[] = [];
  // Left to V8, buffers that came from another thread would be given back when it next looks through all of its memory.
  const spares: ArrayBuffer[] = [];
  const give = () => {
    const part = parts[given.length];
    if (part === undefined) return;
    const answer = pool[given.length % pool.length]?.read(part, spares.pop());
    if (answer === undefined) throw new Error('no thread reads');
    // Its failure is told when its turn comes.
    answer.catch(() => undefined);
    given.push(answer);
  };
  try {
    for (let ahead = 0; ahead < pool.length * PARTS_AHEAD; ahead++) give();
    let lines = start.positionLines;
    for (let at = 0; at < given.length; at++) {
      const read = await given[at];
      if (read === undefined) break;
      give();
      // A part may hold nothing but the middle of a long line.
      if (read.lines > 0) yield { ...placed(read, lines), giveBack: () => giveBack(read, spares) };
      lines += read.lines;
      // What was taken need not be kept.
      delete given[at];
    }
  } finally {
    for (const thread of pool) thread.close();
  }
}

function partsOf(from: number, size: number): readonly Part[] {
  const count = Math.ceil((size - from) / PART_BYTES);
  return Array.from({ length: count }, (_, at) => ({
    from: from + at * PART_BYTES,
    to: Math.min(size, from + (at + 1) * PART_BYTES),
  }));
}

function giveBack({ batch: { columns } }: ReadPart, spares: ArrayBuffer[]): void {
  if (columns !== undefined) spares.push(columns.buffer);
}

function placed({ batch, unfinished }: ReadPart, lines: number): Omit<PlacedBatch, 'giveBack'> {
  const records = batch.records.map((told) => ({ ...told, place: { ...told.place, line: told.place.line + lines } }));
  const problems = batch.problems.map((problem) => ({ ...problem, line: problem.line + lines }));
  return {
    batch: { ...batch, records, problems, lineBase: lines, positionLines: batch.positionLines + lines },
    ...(unfinished === undefined ? {} : { unfinished: { ...unfinished, line: unfinished.line + lines } }),
  };
}

/** One thread, which answers in the order in which it is asked. */
class ReadingThread {
  readonly #worker: Worker;
  readonly #waiting: { resolve(read: ReadPart): void; reject(error: unknown): void }[] = [];

  constructor(order: PartOrder) {
    this.#worker = new Worker(new URL('./reader-thread.js', import.meta.url), { workerData: order, resourceLimits: LIMITS });
    this.#worker.on('message', (read: ReadPart) => this.#waiting.shift()?.resolve(read));
    this.#worker.on('error', (error) => this.#fail(error));
  }

  read(part: Part, spare: ArrayBuffer | undefined): Promise<ReadPart> {
    const answer = new Promise<ReadPart>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    const request: PartRequest = { part, ...(spare === undefined ? {} : { spare }) };
    this.#worker.postMessage(request, spare === undefined ? [] : [spare]);
    return answer;
  }

  close(): void {
    void this.#worker.terminate();
  }

  #fail(error: unknown): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
