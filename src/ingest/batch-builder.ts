import type { EventRecord } from '../model/record.js';
import type { Problem } from '../model/source.js';
import type { Batch, EventPlace } from '../model/store.js';
import type { RecordPlace } from './format.js';
import type { Line, Position } from './lines.js';

/** A batch is kept once it holds this much: small enough for memory and Ctrl-C, large enough for the store. */
const BATCH_BYTES = 4 * 1024 * 1024;
const BATCH_RECORDS = 1600;
const EXCERPT_CHARACTERS = 200;

/** Where something is wrong: `bytes` are shown in part. */
export type ProblemPlace = Pick<RecordPlace, 'line' | 'byteOffset' | 'bytes'>;

/** What a record is known again by: its bytes, and where that is something else, what makes two copies of it the same. */
export type RecordHashes = Pick<EventPlace, 'hash' | 'identity'>;

/** Gathers what lines gave until it is worth a transaction. */
export class BatchBuilder {
  #records: { record: EventRecord; place: EventPlace; columnsBefore?: number }[] = [];
  #ignored = new Map<string, number>();
  #kinds = new Map<string, number>();
  #offered = 0;
  #malformed = 0;
  #problems: Omit<Problem, 'source'>[] = [];
  #firstUs: number | undefined;
  #lastUs: number | undefined;
  #bytes = 0;
  #lines = 0;
  #position = { bytes: 0, lines: 0 };

  constructor(position: { readonly bytes: number; readonly lines: number }) {
    this.#position = { ...position };
  }

  /** Where reading stands, when it is elsewhere than after the last line. */
  beginAt(position: { readonly bytes: number; readonly lines: number }): void {
    this.#position = { ...position };
  }

  get isFull(): boolean {
    return this.#bytes >= BATCH_BYTES || this.#records.length >= BATCH_RECORDS;
  }

  get isEmpty(): boolean {
    return (
      this.#lines === 0 && this.#problems.length === 0 && this.#records.length === 0 && this.#kinds.size === 0 && this.#ignored.size === 0
    );
  }

  /** As many more things stood there, whatever becomes of them. */
  addOffered(count = 1): void {
    this.#offered += count;
  }

  /** Something offered that became a fact of its own. `columnsBefore`: events that came as columns in this batch, before it. */
  addRecord(place: RecordPlace, record: EventRecord, hashes: RecordHashes, columnsBefore?: number): void {
    this.addDerived(place, record, hashes, columnsBefore);
    this.addPart(record.kind);
  }

  /** A record that sums up others, and was not offered itself. */
  addDerived(where: RecordPlace, record: EventRecord, { hash, identity }: RecordHashes, columnsBefore?: number): void {
    const { line, byteOffset, byteLength } = where;
    const place = identity === undefined ? { line, byteOffset, byteLength, hash } : { line, byteOffset, byteLength, hash, identity };
    this.#records.push(columnsBefore === undefined ? { record, place } : { record, place, columnsBefore });
    for (const warning of record.warnings) this.addProblem(where, 'warning', warning);
    this.#stretch(record);
  }

  /** Something offered that is told by another's record. */
  addPart(kind: string): void {
    this.addParts(kind, 1);
  }

  /** As many of them. */
  addParts(kind: string, count: number): void {
    this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + count);
  }

  addIgnored(reason: string, count = 1): void {
    this.#ignored.set(reason, (this.#ignored.get(reason) ?? 0) + count);
  }

  addMalformed(place: ProblemPlace, reason: string): void {
    this.#malformed += 1;
    this.addProblem(place, 'refused', reason);
  }

  /** A problem that costs nothing of what was offered. */
  addProblem(place: ProblemPlace, severity: Problem['severity'], reason: string): void {
    const excerpt = place.bytes.toString('utf8', 0, EXCERPT_CHARACTERS * 4).slice(0, EXCERPT_CHARACTERS);
    this.#problems.push({ line: place.line, byteOffset: place.byteOffset, severity, reason, excerpt });
  }

  /** All that a line said was added: reading may go on after it. */
  pass(line: Line): void {
    this.#lines += 1;
    this.#bytes += line.byteLength;
    this.#position = { bytes: line.byteOffset + line.byteLength + (line.isTerminated ? 1 : 0), lines: line.lastNumber ?? line.number };
  }

  /** All that these lines offered and said was added: reading may go on there. */
  passLines(lines: number, bytes: number, position: Position): void {
    this.#lines += lines;
    this.#bytes += bytes;
    this.#position = { bytes: position.byteOffset, lines: position.lines };
  }

  /** The batch so far; the builder starts over after it. */
  take(): Batch {
    const batch = {
      records: this.#records,
      offered: this.#offered,
      kinds: this.#kinds,
      ignored: this.#ignored,
      malformed: this.#malformed,
      problems: this.#problems,
      ...(this.#firstUs === undefined ? {} : { firstUs: this.#firstUs }),
      ...(this.#lastUs === undefined ? {} : { lastUs: this.#lastUs }),
      positionBytes: this.#position.bytes,
      positionLines: this.#position.lines,
    };
    this.#records = [];
    this.#kinds = new Map();
    this.#ignored = new Map();
    this.#offered = 0;
    this.#malformed = 0;
    this.#problems = [];
    this.#firstUs = undefined;
    this.#lastUs = undefined;
    this.#bytes = 0;
    this.#lines = 0;
    return batch;
  }

  /** A process that ran before the agent is printed with its own start as the event's time: that was not observed then. */
  #stretch(record: EventRecord): void {
    const us = record.time?.us;
    const { process } = record;
    if (us === undefined || (process?.role === 'exec' && process.flags?.split(' ').includes('procFS') === true)) return;
    this.stretchTo(us);
  }

  /** Something was observed then. */
  stretchTo(us: number): void {
    this.#firstUs = Math.min(this.#firstUs ?? us, us);
    this.#lastUs = Math.max(this.#lastUs ?? us, us);
  }
}
