import { isUtf8 } from 'node:buffer';
import type { CaseStore, StoredSource } from '../model/store.js';
import { BatchBuilder, lineHash } from './batch-builder.js';
import type { LineReader } from './format.js';
import { FORMATS } from './formats/index.js';
import { type Line, LineSplitter } from './lines.js';
import { type SourceFile, withoutByteOrderMark } from './source-file.js';

/** One source while its lines are read: each becomes a record, is ignored with a reason, or is refused. */
export class SourceReading {
  readonly splitter: LineSplitter;
  readonly batch: BatchBuilder;
  unfinishedAt: number | undefined;
  readonly #reader: LineReader;
  readonly #store: CaseStore;
  readonly #source: number;
  readonly #mayHoldDuplicates: boolean;
  readonly #equalSoFar = new Map<number, number>();

  constructor(stored: StoredSource, file: SourceFile, store: CaseStore) {
    this.splitter = new LineSplitter({ byteOffset: stored.positionBytes, lines: stored.positionLines });
    this.batch = new BatchBuilder({ bytes: stored.positionBytes, lines: stored.positionLines });
    this.#reader = (FORMATS.find((format) => format.name === stored.format) ?? file.format).reader({ defaultNode: file.defaultNode });
    this.#store = store;
    this.#source = stored.id;
    this.#mayHoldDuplicates = store.storedSources().length > 1;
  }

  take(line: Line): void {
    if (line.isTooLong) {
      this.#refuse(line, `the line is ${line.byteLength} bytes long: longer than any event, and refused`);
      return;
    }
    const reading = this.#reader.read(line.number === 1 ? withoutByteOrderMark(line.bytes) : line.bytes);
    if (reading.kind === 'ignored') this.batch.addIgnored(line, reading.reason);
    else if (reading.kind === 'malformed') this.#refuse(line, reading.reason);
    else this.#keep(line, reading.record);
  }

  #refuse(line: Line, reason: string): void {
    if (!line.isTerminated) this.unfinishedAt = line.byteOffset;
    this.batch.addMalformed(line, reason);
  }

  #keep(line: Line, record: Parameters<BatchBuilder['addRecord']>[1]): void {
    const hash = lineHash(line.bytes);
    if (this.#mayHoldDuplicates && this.#isHeldElsewhere(hash)) {
      this.batch.addIgnored(line, 'duplicate');
      return;
    }
    this.batch.addRecord(line, record, hash);
    if (!isUtf8(line.bytes)) this.batch.addProblem(line, 'warning', 'not valid UTF-8: the bytes that are not are shown as U+FFFD');
  }

  /** Equal lines within one source are events of their own; against another source as many are duplicates as that one holds. */
  #isHeldElsewhere(hash: number): boolean {
    const elsewhere = this.#store.equalLinesElsewhere(this.#source, hash);
    if (elsewhere === 0) return false;
    const occurrence = (this.#equalSoFar.get(hash) ?? 0) + 1;
    this.#equalSoFar.set(hash, occurrence);
    return occurrence <= elsewhere;
  }

  end(): void {
    for (const line of this.splitter.end()) this.take(line);
  }

  /** The stream broke: noted where it did, what came before is kept. */
  damaged(reason: string): void {
    const { byteOffset, lines } = this.splitter.position;
    this.batch.addProblem({ number: lines + 1, byteOffset, bytes: Buffer.alloc(0) }, 'warning', `${reason}; what came before it was kept`);
  }
}
