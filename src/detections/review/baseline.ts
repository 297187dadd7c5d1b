import type { Level } from '../../model/finding.js';

/** Findings that were there when the baseline was written. */
export interface FindingsBaseline {
  readonly kind: 'findings';
  readonly file: string;
  readonly findings: readonly KnownFinding[];
}

/** A finding as a baseline knows it: more severe ones of the same fingerprint it does not cover. */
export interface KnownFinding {
  readonly id: string;
  readonly level: Level;
}
