import type { TimeUs } from './time.js';

/** Where a fact was read: the source's path as it was given, and the line in it, counted from 1. Every fact has one. */
export interface EvidenceRef {
  readonly source: string;
  readonly line: number;
}

/** The formats that sources are read as. */
export const FORMAT_NAMES = ['tetragon', 'tetragon-compact', 'hubble', 'chalk', 'sysdig', 'auditd', 'falco', 'chisel'] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

/** What became of each line offered: `lines = records + sum(ignored) + malformed`, always. */
export interface Ledger {
  readonly lines: number;
  readonly records: number;
  /** Lines that hold no fact by themselves, by reason: `blank`, `duplicate`, … */
  readonly ignored: Readonly<Record<string, number>>;
  readonly malformed: number;
  /** Records by the kind the format gives them: `process_exec`, … Unknown kinds are counted under their own name. */
  readonly kinds: Readonly<Record<string, number>>;
}

/** One file, or standard input, that a case is made of. */
export interface Source {
  readonly id: number;
  /** As given on the command line. */
  readonly path: string;
  readonly format: FormatName;
  readonly ledger: Ledger;
  readonly firstTimeUs?: TimeUs;
  readonly lastTimeUs?: TimeUs;
  /** Bytes of the file as stored, compressed or not. */
  readonly sizeBytes: number;
  /** False while an import of it was interrupted: the same command goes on where it stopped. */
  readonly isComplete: boolean;
  /** Events that the agent says it dropped: the sum of its rate-limit markers. */
  readonly droppedEvents: number;
}

/** Bad input with its place. Counted and shown, never thrown. */
export interface Problem {
  readonly source: string;
  /** Counted from 1. */
  readonly line: number;
  /** Offset of the line's first byte in the uncompressed stream. */
  readonly byteOffset: number;
  /** What is wrong, for a person, in one line. */
  readonly reason: string;
  /** Refused: the line gave no fact. Warning: it did, and one thing in it could not be believed. */
  readonly severity: 'refused' | 'warning';
  /** The first characters of the line, as they stand there. */
  readonly excerpt: string;
}
