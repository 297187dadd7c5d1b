import type { FactName } from './facts.js';
import type { FieldType } from './types/index.js';

/** An exercise as `lab.yaml` defines it. Texts of chapters and explanations are files beside it. */
export interface Lab {
  readonly id: string;
  /** Counts up when answers change: answers to another version are not graded. */
  readonly version: number;
  readonly title: string;
  /** One line. */
  readonly summary: string;
  readonly data: readonly DataFile[];
  readonly chapters: readonly Chapter[];
  readonly questions: readonly Question[];
  /** File that tells how it could have been solved, for who has solved it. */
  readonly path?: string;
}

/** A file of events that the lab is about. */
export interface DataFile {
  /** Relative to the lab's folder. */
  readonly file: string;
  readonly format?: string;
  /** Of the file's bytes, in hex: on other data the answers are others. */
  readonly sha256: string;
}

/** A part of the story. */
export interface Chapter {
  readonly id: string;
  readonly title: string;
  /** File with its text. */
  readonly text: string;
}

/** A question with everything but its answer. */
export interface Question {
  readonly id: string;
  readonly prompt: string;
  readonly points: number;
  /** Chapter that it follows. */
  readonly chapter: string;
  readonly fields: readonly Field[];
  readonly hints: readonly Hint[];
  /** File shown once the answer is right. */
  readonly explain?: string;
}

/** A part of an answer. */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** Fact of a selected process or connection that fills it. */
  readonly from?: FactName;
  /** Absent: graded elsewhere, with a key. */
  readonly answer?: SealedAnswer;
}

/** Help, and the points it costs. */
export interface Hint {
  readonly text: string;
  readonly cost: number;
}

/** An answer that can be compared with and not read. See `seal.ts`. */
export interface SealedAnswer {
  readonly cost: KdfCost;
  /** Random, in hex. */
  readonly salt: string;
  /** Of a set: one for each item. Else: any of them is right. */
  readonly seals: readonly string[];
}

/** What one guess costs. *Source:* RFC 7914: memory is `128 · N · r` bytes. */
export interface KdfCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** The lab's name as files of answers carry it: `tenant-jobs@1`. */
export function labName(lab: Pick<Lab, 'id' | 'version'>): string {
  return `${lab.id}@${lab.version}`;
}
