import { expect } from 'vitest';
import { tetragon } from '../../src/ingest/formats/tetragon.js';
import { lineHashBy } from '../../src/ingest/line-hash.js';
import { seededScheme, seedOf } from '../../src/model/line-hash.js';
import type { EventRecord } from '../../src/model/record.js';
import { ToldColumns } from './told-columns.js';

const SCHEME = seededScheme(0x8123_4567_89ab_cdefn);
const hashOf = lineHashBy(SCHEME);

/** What a reader into columns says of lines, told as records; `undefined` for a line that it leaves to the full parser. */
export class ColumnRecords {
  readonly #reader = tetragon.columns?.({ hashOf, seed: seedOf(SCHEME) });
  readonly #told = new ToldColumns();

  read(line: Buffer): Omit<EventRecord, 'warnings'> | undefined {
    // Lines stand in the middle of a chunk: what is before and after them must not be looked at.
    const chunk = Buffer.concat([Buffer.from('"}}\n'), line, Buffer.from('\n{"a"')]);
    this.#reader?.begin(chunk);
    const taken = this.#reader?.addLines(4, { byteOffset: 100, lines: 7 });
    const columns = this.#reader?.take();
    if (taken === undefined || columns === undefined) throw new Error('Tetragon has no reader into columns');
    const isAdded = taken.lines === 1;
    expect(taken).toEqual(isAdded ? { lines: 1, end: 5 + line.length, isRefused: false } : { lines: 0, end: 4, isRefused: true });
    const [told] = this.#told.records(columns);
    if (!isAdded && told !== undefined) throw new Error('a line that was not understood left an event behind');
    if (!isAdded) return undefined;
    expect(told?.place).toEqual({ line: 8, byteOffset: 100, byteLength: line.length, hash: hashOf(line) });
    return told?.record;
  }
}

/** The record that the full parser makes of a line, as far as columns could say it. */
export function parsedRecord(line: Buffer): Omit<EventRecord, 'warnings'> | undefined {
  const reading = tetragon.reader({ defaultNode: 'file-name' }).read(line);
  if (reading.kind !== 'record') return undefined;
  const { warnings } = reading.record;
  if (warnings.length > 0) throw new Error(`a line with warnings is none for columns: ${warnings.join(', ')}`);
  return withoutWarnings(reading.record);
}

/** A record as columns would tell it. */
export function withoutWarnings({ warnings: _, exit, ...record }: EventRecord): Omit<EventRecord, 'warnings'> {
  // Where an end has no time of its own, the event's is meant; columns say so at once.
  const ended = exit === undefined ? {} : { exit: { ...exit, ...((exit.time ?? record.time) && { time: exit.time ?? record.time }) } };
  return { ...record, ...ended };
}
