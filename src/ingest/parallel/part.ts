import type { FormatName } from '../../model/source.js';
import type { Batch } from '../../model/store.js';

/** What a thread is told once: the file, and what its lines are read as. */
export interface PartOrder {
  readonly file: string;
  readonly format: FormatName;
  readonly defaultNode: string;
  /** What lines of the case are known again by. */
  readonly hashScheme: string;
}

/** A part of a file: the lines that begin in it. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

/** One part to be read, with a buffer that columns may be put into. */
export interface PartRequest {
  readonly part: Part;
  readonly spare?: ArrayBuffer;
}

/** What the lines of a part say. Lines are counted from the part's first one. */
export interface ReadPart {
  readonly batch: Batch;
  /** How many lines there are. */
  readonly lines: number;
  /** Where the last record begins, when it was cut off by the end of the file. */
  readonly unfinished?: { readonly byteOffset: number; readonly line: number };
}
