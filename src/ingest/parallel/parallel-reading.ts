import type { Batch, StoredSource } from '../../model/store.js';
import type { Part, PartOrder, ReadPart } from './part.js';
import type { ReadingThreads } from './reading-threads.js';

/** Large enough for the hand-over not to count, small enough for memory and for Ctrl-C. */
const PART_BYTES = 2 * 1024 * 1024;
/** Parts that are given out before the first is taken: more than the store keeps together, so that no thread waits for it. */
const PARTS_AHEAD = 20;

/** A batch in its place in the file, and where its last record begins if the file cut it off. */
export interface PlacedBatch extends Pick<ReadPart, 'unfinished'> {
  readonly batch: Batch;
  /** Which part of the file it is of, and how many lines stand before that. */
  readonly part: Part;
  readonly linesBefore: number;
  /** To be called when the batch was kept: its columns are gone after that, and a thread has their memory for what it reads next. */
  giveBack(): void;
}

/**
 * The batches of a plain file up to `size`, in the order of its lines, read by threads beside this one from the begin of a line on. Rejects with what a thread failed of.
 * Ends early when its consumer does.
 */
export async function* readInParallel(
  order: PartOrder,
  start: Pick<StoredSource, 'positionBytes' | 'positionLines'>,
  size: number,
  threads: ReadingThreads,
): AsyncGenerator<PlacedBatch> {
  const parts = partsOf(start.positionBytes, size);
  const pool = threads.take(order, parts.length);
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
    for (let ahead = 0; ahead < PARTS_AHEAD; ahead++) give();
    let lines = start.positionLines;
    for (let at = 0; at < given.length; at++) {
      const read = await given[at];
      if (read === undefined) break;
      give();
      // A part may hold nothing but the middle of a long line.
      const part = parts[at];
      if (read.lines > 0 && part !== undefined)
        yield { ...placed(read, lines), part, linesBefore: lines, giveBack: () => giveBack(read, spares) };
      lines += read.lines;
      // What was taken need not be kept.
      delete given[at];
    }
  } finally {
    threads.giveBack(pool);
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

/** A part's batch as it stands in a file of which so many lines come before it. */
export function placed({ batch, unfinished }: ReadPart, lines: number): Pick<PlacedBatch, 'batch' | 'unfinished'> {
  const records = batch.records.map((told) => ({ ...told, place: { ...told.place, line: told.place.line + lines } }));
  const problems = batch.problems.map((problem) => ({ ...problem, line: problem.line + lines }));
  return {
    batch: { ...batch, records, problems, lineBase: lines, positionLines: batch.positionLines + lines },
    ...(unfinished === undefined ? {} : { unfinished: { ...unfinished, line: unfinished.line + lines } }),
  };
}
