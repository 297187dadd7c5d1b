import type { EventColumns } from './event-columns.js';
import type { KnownIdentities } from './known-identities.js';
import type { LineHashScheme } from './line-hash.js';
import type { EventRecord } from './record.js';
import type { FormatName, Problem, Source } from './source.js';
import type { TimeUs } from './time.js';

/** What identifies a file between imports. */
export interface SourceIdentity {
  /** As given. */
  readonly path: string;
  readonly absolutePath: string;
  readonly format: FormatName;
  /** Bytes as stored, compressed or not. */
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** SHA-256 of the first `HEAD_BYTES` bytes, or of all when there are fewer. */
  readonly headHash: string;
  /** Names the node of events that name none. */
  readonly defaultNode: string;
}

/** A file is known again by its first bytes: enough to hold more than one event. */
export const HEAD_BYTES = 65_536;

/** A source in the case, and where its import stands. */
export interface StoredSource extends SourceIdentity {
  readonly id: number;
  /** In the uncompressed stream. */
  readonly positionBytes: number;
  readonly positionLines: number;
  readonly isComplete: boolean;
  /** Offsets at which it was read to what was its end then, and read on later. */
  readonly endedAt: readonly number[];
}

/** Where a record's line stands. */
export interface EventPlace {
  readonly line: number;
  readonly byteOffset: number;
  readonly byteLength: number;
  /** 52 bits of a digest of the line: tells whether a source changed since, and finds equal lines. */
  readonly hash: number;
  /** As many bits of what makes copies of it in two sources the same, where that is not the bytes. */
  readonly identity?: number;
}

/** Lines that were read and are kept together, or not at all. */
export interface Batch {
  readonly records: readonly {
    readonly record: EventRecord;
    readonly place: EventPlace;
    /** How many events of the columns come before it. */
    readonly columnsBefore?: number;
  }[];
  /** Events that come as columns. */
  readonly columns?: EventColumns;
  /** What the lines of the columns are counted from. */
  readonly lineBase?: number;
  /** Lines, or whatever else the format's records are told by. */
  readonly offered: number;
  /** How many things offered became facts, by kind. */
  readonly kinds: ReadonlyMap<string, number>;
  readonly ignored: ReadonlyMap<string, number>;
  readonly malformed: number;
  readonly problems: readonly Omit<Problem, 'source'>[];
  /** Of the records whose time says when something was observed. */
  readonly firstUs?: TimeUs;
  readonly lastUs?: TimeUs;
  /** Where the source's reading stands after these lines. */
  readonly positionBytes: number;
  readonly positionLines: number;
}

/** A file at the end of its import. `unfinished`: where its last record begins, when that was cut off: it is read again if the file grows. */
export interface FinishedFile extends Pick<SourceIdentity, 'sizeBytes' | 'modifiedMs' | 'headHash'> {
  readonly unfinished?: { readonly byteOffset: number; readonly line: number };
}

/** What an import writes to. */
export interface CaseStore {
  storedSources(): readonly StoredSource[];
  /** The model's view of a source: its ledger, times and counts. */
  source(id: number): Source;
  addSource(source: SourceIdentity): StoredSource;
  /** A source's file has another name now. */
  moveSource(source: number, to: Pick<SourceIdentity, 'path' | 'absolutePath'>): void;
  /** Keeps batches and moves the source's position, in one transaction. */
  commit(source: number, ...batches: readonly Batch[]): void;
  /** How lines of this case are known again. */
  lineHashScheme(): LineHashScheme;
  /** What records of other sources of the case are known again by. */
  identitiesElsewhere(source: number): KnownIdentities;
  /** Lets go of what is remembered for further batches, when no reader will give any: linking needs the memory. */
  rest(): void;
  /** Keeps what its end gave and marks the source as read to its end, in one transaction: kept without the mark, it would be told again. */
  finish(source: number, file: FinishedFile, ...last: readonly Batch[]): void;
  /** Makes a source that grew ready to be read on: a last line that was cut off is taken back. Returns where to go on. */
  reopen(source: number): StoredSource;
}
