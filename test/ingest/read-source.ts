import { expect } from 'vitest';
import { tetragon } from '../../src/ingest/formats/tetragon.js';
import { lineHashBy } from '../../src/ingest/line-hash.js';
import { SourceReading } from '../../src/ingest/source-reading.js';
import { type LineHashScheme, seededScheme } from '../../src/model/line-hash.js';
import type { Batch, StoredSource } from '../../src/model/store.js';
import { withoutWarnings } from './column-records.js';
import { type PlacedRecord, ToldColumns } from './told-columns.js';

/** An event of a source, and how it was told. */
export interface ToldEvent extends PlacedRecord {
  readonly as: 'columns' | 'record';
}

/** A batch, with its columns told as records among the others. */
export interface ToldBatch extends Omit<Batch, 'records' | 'columns'> {
  readonly events: readonly ToldEvent[];
  /** How often its reader has forgotten all that it met. */
  readonly generation: number;
  /** How many processes its columns bring that were not told before. */
  readonly newProcesses: number;
}

interface ReadOptions {
  readonly scheme?: LineHashScheme;
  /** What another source of the case holds, in ascending order; absent for a case without another source. */
  readonly elsewhere?: readonly number[];
}

const SCHEME = seededScheme(2n ** 64n - 3n);
const SOURCE: StoredSource = {
  ...{ id: 1, path: 'events.jsonl', absolutePath: '/events.jsonl', format: 'tetragon', defaultNode: 'file-name' },
  ...{ sizeBytes: 0, modifiedMs: 0, headHash: '', positionBytes: 0, positionLines: 0, isComplete: false, endedAt: [] },
};

/** Reads one source of Tetragon, and tells what its batches say. */
export class ReadSource {
  readonly #reading: SourceReading;
  readonly #told = new ToldColumns();

  constructor({ scheme = SCHEME, elsewhere }: ReadOptions = {}) {
    const store = {
      storedSources: () => (elsewhere === undefined ? [SOURCE] : [SOURCE, { ...SOURCE, id: 2 }]),
      identitiesElsewhere: () => ({ countOf: (identity: number) => (elsewhere ?? []).filter((one) => one === identity).length }),
      lineHashScheme: () => scheme,
    };
    this.#reading = new SourceReading(SOURCE, { format: tetragon }, store);
  }

  /** Takes in these chunks. They are filled again, as a stream does. */
  take(...chunks: readonly Buffer[]): void {
    for (const chunk of chunks) {
      const copy = Buffer.from(chunk);
      this.#reading.takeBytes(copy, () => undefined);
      copy.fill(0x7b);
    }
  }

  /** Goes back to the source's first byte. What was met is remembered. */
  beginAnew(): void {
    this.#reading.beginAt(0);
  }

  /** What was taken in since the last batch, up to the end of the source when it is said to be there. */
  batch({ isEnd = false } = {}): ToldBatch {
    if (isEnd) this.#reading.end();
    const { records, columns, ...sums } = this.#reading.takeBatch();
    const rows = columns === undefined ? [] : this.#told.records(columns);
    const events: ToldEvent[] = [];
    let next = 0;
    const addColumns = (upTo: number) => {
      for (; next < upTo; next++) events.push(...rows.slice(next, next + 1).map((row) => ({ ...row, as: 'columns' as const })));
    };
    for (const { record, place, columnsBefore = 0 } of records) {
      addColumns(columnsBefore);
      events.push({ record: withoutWarnings(record), place, as: 'record' });
    }
    addColumns(rows.length);
    return { ...sums, events, generation: columns?.generation ?? 0, newProcesses: columns?.processes.length ?? 0 };
  }
}

/** What the full parser says of each line, and where it stands. */
export function parsedEvents(bytes: Buffer, scheme: LineHashScheme = SCHEME): readonly PlacedRecord[] {
  const hashOf = lineHashBy(scheme);
  const reader = tetragon.reader({ defaultNode: 'file-name' });
  const events: PlacedRecord[] = [];
  let byteOffset = 0;
  for (let line = 1; byteOffset < bytes.length; line++) {
    const feed = bytes.indexOf(0x0a, byteOffset);
    const end = feed === -1 ? bytes.length : feed;
    const whole = bytes.subarray(byteOffset, end > byteOffset && bytes[end - 1] === 0x0d ? end - 1 : end);
    const reading = reader.read(whole);
    const place = { line, byteOffset, byteLength: end - byteOffset, hash: hashOf(whole) };
    if (reading.kind === 'record') events.push({ record: withoutWarnings(reading.record), place });
    byteOffset = end + 1;
  }
  return events;
}

/** Fails unless these events, in their order, are what the full parser says of these bytes. */
export function expectParsed(events: readonly ToldEvent[], bytes: Buffer, scheme?: LineHashScheme): void {
  const parsed = parsedEvents(bytes, scheme);
  expect(events.length).toBe(parsed.length);
  for (const [at, { as: _, ...event }] of events.entries()) {
    const expected = parsed[at];
    // A deep comparison of each would take most of the suite's time.
    if (JSON.stringify(sorted(event)) !== JSON.stringify(sorted(expected))) expect(event).toEqual(expected);
  }
}

/** A value with the keys of its objects in order. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([key, inner]) => [key, sorted(inner)]));
}

/** Lines with a feed behind each. */
export function source(lines: readonly string[], feed = '\n'): Buffer {
  return Buffer.from(lines.map((line) => line + feed).join(''));
}
