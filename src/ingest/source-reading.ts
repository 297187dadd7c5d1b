import { isUtf8 } from 'node:buffer';
import { seedOf } from '../model/line-hash.js';
import type { Batch, CaseStore, StoredSource } from '../model/store.js';
import { BatchBuilder, type RecordHashes } from './batch-builder.js';
import { ColumnLines } from './columns/column-lines.js';
import { DuplicateSieve } from './duplicate-sieve.js';
import { type LineReader, type Outcome, placeWithin, type RecordPlace, readsAcrossLines, type SourceReader } from './format.js';
import { FORMATS } from './formats/index.js';
import { Unwrapper } from './framing.js';
import { lineHashBy } from './line-hash.js';
import { type Line, LineSplitter, type LineTaker, LONGEST_LINE_BYTES } from './lines.js';
import { type SourceFile, withoutByteOrderMark } from './source-file.js';

/** What reading needs to know of a source. */
type ReadSource = Pick<StoredSource, 'id' | 'format' | 'defaultNode' | 'positionBytes' | 'positionLines' | 'endedAt'>;

/** One source while its bytes are read: each record offered is kept, is ignored with a reason, or is refused. */
export class SourceReading {
  readonly batch: BatchBuilder;
  /** Where the last record begins, when it was cut off. */
  unfinished: { readonly byteOffset: number; readonly line: number } | undefined;
  #splitter: LineSplitter;
  readonly #unwrapper: Unwrapper | undefined;
  readonly #lines: LineReader | undefined;
  readonly #columns: ColumnLines | undefined;
  readonly #records: SourceReader | undefined;
  readonly #sieve: DuplicateSieve;
  readonly #stored: ReadSource;
  readonly #hashOf: (bytes: Uint8Array | string) => number;
  #passedBytes = 0;

  constructor(
    stored: ReadSource,
    file: Pick<SourceFile, 'format' | 'framing'>,
    store: Pick<CaseStore, 'storedSources' | 'identitiesElsewhere' | 'lineHashScheme'>,
  ) {
    const format = FORMATS.find(({ name }) => name === stored.format) ?? file.format;
    this.#hashOf = lineHashBy(store.lineHashScheme());
    const options = { defaultNode: stored.defaultNode };
    if (readsAcrossLines(format)) this.#records = format.sourceReader(options);
    else {
      this.#lines = format.reader(options);
      const { columns } = format;
      const hashing = { hashOf: this.#hashOf, seed: seedOf(store.lineHashScheme()) };
      this.#columns = columns === undefined ? undefined : new ColumnLines(() => columns(hashing));
    }
    const start = { byteOffset: stored.positionBytes, lines: stored.positionLines };
    this.#splitter = this.#records === undefined ? new LineSplitter(start) : new LineSplitter();
    this.batch = new BatchBuilder({ bytes: stored.positionBytes, lines: stored.positionLines });
    this.#unwrapper = file.framing === undefined ? undefined : new Unwrapper(file.framing, LONGEST_LINE_BYTES);
    this.#sieve = new DuplicateSieve(store, stored.id);
    this.#stored = stored;
  }

  /** Whether another source holds a record of a batch. */
  isAnyHeldElsewhere(batch: Batch): boolean {
    return this.#sieve.isAnyHeldElsewhere(batch);
  }

  /** What was taken in since the last time. Columns are put into `spare` where that is large enough. */
  takeBatch(spare?: ArrayBuffer): Batch {
    this.#sieve.renew();
    this.#columns?.tell(this.batch);
    const batch = this.batch.take();
    return this.#columns === undefined ? batch : { ...batch, columns: this.#columns.take(spare) };
  }

  /** Goes on at another place of the file, where a line begins: lines are counted from there. */
  beginAt(byteOffset: number): void {
    this.#splitter = new LineSplitter({ byteOffset, lines: 0 });
    this.unfinished = undefined;
    this.batch.beginAt({ bytes: byteOffset, lines: 0 });
  }

  /** Where bytes are best put before they are taken in, if it is not all the same. */
  get window(): Buffer | undefined {
    return this.#columns?.window;
  }

  /** Lines gone through since then. */
  get linesSince(): number {
    return this.#splitter.position.lines;
  }

  /** True where a later import can go on: no record is taken in part. */
  get isAtBoundary(): boolean {
    return this.#unwrapper?.isAtBoundary !== false;
  }

  /**
   * Bytes that an earlier import has taken in. A reader that looks across lines is shown them again, with the ends that it was told of;
   * what it says of them is in the case already.
   */
  passOver(bytes: Buffer): void {
    let from = 0;
    for (const stop of this.#stopsWithin(this.#passedBytes, this.#passedBytes + bytes.length)) {
      const to = stop - this.#passedBytes;
      this.#showAgain(bytes.subarray(from, to));
      this.#stopAt(stop, bytes[to - 1]);
      from = to;
    }
    this.#showAgain(bytes.subarray(from));
    this.#passedBytes += bytes.length;
  }

  #stopsWithin(after: number, upTo: number): readonly number[] {
    const stops = new Set([...this.#stored.endedAt, this.#stored.positionBytes]);
    return [...stops].filter((stop) => stop > after && stop <= upTo).sort((a, b) => a - b);
  }

  #showAgain(bytes: Buffer): void {
    if (this.#records === undefined) return;
    for (const line of this.#splitter.push(bytes)) this.#showLineAgain(line);
  }

  #showLineAgain(line: Line): void {
    const whole = this.#unwrapped(line);
    if (whole !== undefined && !whole.isTooLong) this.#records?.take(whole);
  }

  #stopAt(offset: number, lastByte: number | undefined): void {
    if (this.#records !== undefined) {
      for (const line of this.#splitter.end()) this.#showLineAgain(line);
      if (this.#stored.endedAt.includes(offset)) this.#records.end();
    }
    this.#splitter.goOnAfter(lastByte);
  }

  /** Takes in what these bytes hold, line by line, and calls after each line for the caller to keep the batch. */
  takeBytes(bytes: Buffer, whenTaken: () => void): void {
    const taker = this.#takerOf(bytes, whenTaken);
    for (const line of this.#splitter.push(bytes, taker)) {
      this.#take(line);
      whenTaken();
    }
  }

  /** What takes lines at once that are events as they stand, if anything does: into columns only while no other source can hold one of them. */
  #takerOf(bytes: Buffer, whenTaken: () => void): LineTaker | undefined {
    const takes = this.#unwrapper === undefined ? (this.#intoColumns(bytes) ?? this.#acrossLines(bytes)) : undefined;
    if (takes === undefined) return undefined;
    return (from, first) => {
      // Before the first line a byte order mark may stand.
      const taken = first.byteOffset === 0 ? undefined : takes(from, first);
      if (taken === undefined || taken.lines === 0) return { lines: 0, end: from };
      whenTaken();
      return taken;
    };
  }

  #intoColumns(bytes: Buffer): LineTaker | undefined {
    const columns = this.#sieve.mayHoldDuplicates ? undefined : this.#columns;
    if (columns === undefined) return undefined;
    columns.begin(bytes);
    return (from, first) => columns.addLines(from, first, this.batch);
  }

  #acrossLines(bytes: Buffer): LineTaker | undefined {
    const records = this.#records;
    if (records?.takeLines === undefined) return undefined;
    return (from, first) => {
      const { lines, end, outcomes } = records.takeLines?.(bytes, from, first) ?? { lines: 0, end: from, outcomes: [] };
      for (const outcome of outcomes) this.#keepOutcome(outcome, false);
      if (lines > 0) this.batch.passLines(lines, end - from, { byteOffset: first.byteOffset + end - from, lines: first.lines + lines });
      return { lines, end };
    };
  }

  /** Takes in what stands at the end, though more may come once the source grows. */
  end(): void {
    for (const line of this.#splitter.end()) this.#take(line);
    const begun = this.#unwrapper?.end();
    if (begun !== undefined) this.#takeWhole(begun);
    for (const outcome of this.#records?.end() ?? []) this.#keepOutcome(outcome, true);
  }

  #unwrapped(line: Line): Line | undefined {
    const whole = line.byteOffset === 0 && !line.isTooLong ? { ...line, bytes: withoutByteOrderMark(line.bytes) } : line;
    return this.#unwrapper === undefined ? whole : this.#unwrapper.take(whole);
  }

  #take(line: Line): void {
    const whole = this.#unwrapped(line);
    if (whole !== undefined) this.#takeWhole(whole);
  }

  #takeWhole(line: Line): void {
    if (line.isTooLong || this.#lines !== undefined) this.batch.addOffered();
    if (line.isTooLong) {
      this.#refuse(placeWithin(line), `the line is ${line.byteLength} bytes long: longer than any event, and refused`, !line.isTerminated);
    } else if (this.#records !== undefined) {
      for (const outcome of this.#records.take(line)) this.#keepOutcome(outcome, !line.isTerminated);
    } else if (this.#lines !== undefined) {
      this.#readLine(line, this.#lines);
    }
    this.batch.pass(line);
  }

  #readLine(line: Line, reader: LineReader): void {
    if (this.#columns?.add(line, this.batch, this.#sieve) === true) return;
    const reading = reader.read(line.bytes);
    if (reading.kind === 'ignored') this.batch.addIgnored(reading.reason);
    else if (reading.kind === 'malformed') this.#refuse(placeWithin(line), reading.reason, !line.isTerminated);
    else this.#keep(placeWithin(line), reading.record);
  }

  #refuse(place: RecordPlace, reason: string, isAtEnd: boolean): void {
    if (isAtEnd) this.unfinished = { byteOffset: place.byteOffset, line: place.line };
    this.batch.addMalformed(place, reason);
  }

  #keepOutcome(outcome: Outcome, isAtEnd: boolean): void {
    if (outcome.kind !== 'derived') this.batch.addOffered('count' in outcome ? outcome.count : 1);
    if (outcome.kind === 'part') {
      this.batch.addParts(outcome.of, outcome.count ?? 1);
    } else if (outcome.kind === 'ignored') {
      this.batch.addIgnored(outcome.reason, outcome.count);
    } else if (outcome.kind === 'malformed') {
      this.#refuse(outcome.place, outcome.reason, isAtEnd);
    } else if (outcome.kind === 'record') {
      this.#keep(outcome.place, outcome.record, outcome.identity);
    } else {
      const hashes = this.#hashesOf(outcome.place, outcome.identity ?? JSON.stringify(outcome.record));
      if (!this.#sieve.isHeldElsewhere(hashes)) this.batch.addDerived(outcome.place, outcome.record, hashes);
    }
  }

  #keep(place: RecordPlace, record: Parameters<BatchBuilder['addRecord']>[1], identity?: string): void {
    const hashes = this.#hashesOf(place, identity);
    if (this.#sieve.isHeldElsewhere(hashes)) {
      this.batch.addIgnored('duplicate');
      return;
    }
    this.batch.addRecord(place, record, hashes, this.#columns?.count);
    if (!isUtf8(place.bytes)) this.batch.addProblem(place, 'warning', 'not valid UTF-8: the bytes that are not are shown as U+FFFD');
  }

  #hashesOf({ bytes }: RecordPlace, identity: string | undefined): RecordHashes {
    const hash = this.#hashOf(bytes);
    return identity === undefined ? { hash } : { hash, identity: this.#hashOf(identity) };
  }

  /** The stream broke: noted where it did, what came before is kept. */
  damaged(reason: string): void {
    const { byteOffset, lines } = this.#splitter.position;
    this.batch.addProblem({ line: lines + 1, byteOffset, bytes: Buffer.alloc(0) }, 'warning', `${reason}; what came before it was kept`);
  }
}
