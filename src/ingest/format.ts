import type { EventColumns } from '../model/event-columns.js';
import type { EventRecord, Reading } from '../model/record.js';
import type { FormatName } from '../model/source.js';
import type { Line, Position } from './lines.js';

/** Reads one source's lines, each by itself. May remember earlier lines to be faster, never to say something else. Made anew for each source. */
export interface LineReader {
  /** What this line says. Never throws for anything a line may hold. `line` is only good during the call. */
  read(line: Buffer): Reading;
}

/** Lines that were read one after the other. */
export interface LinesTaken {
  readonly lines: number;
  /** Where the first line of the chunk begins that was not read. */
  readonly end: number;
  /** True when that line is whole, and has to be read in another way. */
  readonly isRefused: boolean;
}

/** How many events there were of each kind, and when the first and the last of them were observed: infinite for none. */
export interface EventCounts {
  readonly kinds: readonly (readonly [kind: string, count: number])[];
  readonly firstUs: number;
  readonly lastUs: number;
}

/** What lines of the case are known again by. */
export interface LineHashing {
  hashOf(bytes: Uint8Array): number;
  /** Of the scheme with XXH64, for who hashes lines itself. */
  readonly seed: bigint | undefined;
}

/**
 * Reads lines by their bytes into columns, as far as it understands them. Made anew for each source. What it adds must be what the format's
 * `reader` says of the line.
 */
export interface ColumnReader {
  /** Events added since the columns were taken. */
  readonly count: number;
  /** Where lines are gone through: those of a chunk that stands elsewhere are copied there first. */
  readonly window: Buffer;
  /** Names the bytes that lines are read from. They stay as they are until the next are named. */
  begin(chunk: Buffer): void;
  /** Adds whole lines from here on, as far as they are understood. `first`: where the first of them stands in the source. */
  addLines(from: number, first: Position): LinesTaken;
  /** Adds a line by itself. `isDropped` is asked of one that was understood whether another source holds it. */
  addLine(line: Line, isDropped: (hash: number) => boolean): 'added' | 'dropped' | 'left';
  /** What was added since the last call. */
  takeCounts(): EventCounts;
  /** All events that were added, in `spare` where that is large enough. */
  take(spare?: ArrayBuffer): EventColumns;
}

/** Where the text of a record stands: a line, or the lines from the first to the last of it. */
export interface RecordPlace {
  /** Of the first of its lines, counted from 1. */
  readonly line: number;
  readonly byteOffset: number;
  readonly byteLength: number;
  /** The bytes that stand there: their hash tells later whether the source changed. */
  readonly bytes: Buffer;
}

/**
 * What a reader that looks across lines has found out. `record`: one thing offered that became a fact of its own. `part`: one that is told
 * by another's record, or will be. `derived`: a record that sums up several parts, and was not offered itself. Each but `derived` counts
 * one in the ledger, or its `count`.
 */
export type Outcome =
  | {
      readonly kind: 'record' | 'derived';
      readonly record: EventRecord;
      readonly place: RecordPlace;
      /** What makes two copies of it in two sources the same one; by default its bytes, and for a derived record what it says. */
      readonly identity?: string;
    }
  | { readonly kind: 'part'; readonly of: string; readonly count?: number }
  | { readonly kind: 'ignored'; readonly reason: string; readonly count?: number }
  | { readonly kind: 'malformed'; readonly reason: string; readonly place: RecordPlace };

/** What lines gave that were taken one after the other: those that are no record, and not derived, may come last. */
export interface LinesSeen {
  readonly lines: number;
  /** Where the first line of the chunk begins that was not taken. */
  readonly end: number;
  readonly outcomes: readonly Outcome[];
}

/**
 * Reads one source whose facts are not one a line. What it gives depends on the lines and the ends it was told alone: an import that goes
 * on feeds it everything from the first line again, and drops the outcomes that are kept already.
 */
export interface SourceReader {
  /** What became clear with this line. Never throws for anything a line may hold. `line.bytes` is only good during the call. */
  take(line: Line): readonly Outcome[];
  /**
   * Takes whole lines of a chunk from here on, as far as they stand in it as most do: what they give is what `take` gives of each, but that outcomes that are
   * alike are counted. `first`: where the first of them stands in the source. What it gives is only good as long as the chunk is.
   */
  takeLines?(chunk: Buffer, from: number, first: Position): LinesSeen;
  /** What there is to say when no line follows. The source may grow, and more lines come. */
  end(): readonly Outcome[];
}

/** What a reader is told of its source. `defaultNode` names the node where the events do not. */
export interface ReaderOptions {
  readonly defaultNode: string;
}

interface FormatBasics {
  readonly name: FormatName;
  /** For a person: "Tetragon JSON export". */
  readonly title: string;
  /** What a case gains from it, in one line. */
  readonly contributes: string;
  /** How sure these first lines make it that they are of this format: 0 for no, up to 1. */
  sniff(lines: readonly string[]): number;
}

/** A format with one record a line. */
export interface LineFormat extends FormatBasics {
  reader(options: ReaderOptions): LineReader;
  /** Reads the lines that come most often without making records of them. */
  columns?(hashing: LineHashing): ColumnReader;
  /** Real lines of it, each with the kind of reading it gives. */
  readonly samples: readonly FormatSample[];
}

/** A format whose records are told by several lines, or several by one. */
export interface SourceFormat extends FormatBasics {
  sourceReader(options: ReaderOptions): SourceReader;
  /** Real pieces of it, each with the outcomes it gives. */
  readonly samples: readonly SourceSample[];
}

/** A format that sources are recognised by content and read as. */
export type Format = LineFormat | SourceFormat;

/** A line and what reading it must give. */
export interface FormatSample {
  readonly line: string;
  readonly gives: Reading['kind'];
  /** Kind of the record, for records. */
  readonly recordKind?: string;
}

/** Lines, and what reading them to the end must give, in order. */
export interface SourceSample {
  readonly lines: readonly string[];
  /** `record process_exec` for a record of that kind, else the outcome's kind alone. */
  readonly gives: readonly string[];
}

/** True for a format that looks across lines. */
export function readsAcrossLines(format: Format): format is SourceFormat {
  return 'sourceReader' in format;
}

/** True for a format whose lines can be read into columns, each by itself. */
export function hasColumns(format: Format): boolean {
  return 'columns' in format && format.columns !== undefined;
}

/** Where a line stands, with a copy of its bytes. */
export function placeOf(line: Line): RecordPlace {
  return { line: line.number, byteOffset: line.byteOffset, byteLength: line.byteLength, bytes: Buffer.from(line.wrapped ?? line.bytes) };
}

/** Where a line stands, with its own bytes: good as long as the line is. */
export function placeWithin(line: Line): RecordPlace {
  return { line: line.number, byteOffset: line.byteOffset, byteLength: line.byteLength, bytes: line.wrapped ?? line.bytes };
}
