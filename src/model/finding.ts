import type { Connection } from './connection.js';
import type { ProcessRef } from './process.js';
import type { EvidenceRef } from './source.js';
import type { TimeUs } from './time.js';

export const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const;
/** How bad, lowest first. */
export type Level = (typeof LEVELS)[number];

/** Zero for `informational` up to four for `critical`. */
export function levelRank(level: Level): number {
  return LEVELS.indexOf(level);
}

/** A rule as a finding names it. */
export interface RuleRef {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  readonly kind: 'behaviour' | 'sigma' | 'falco' | 'baseline';
  /** ATT&CK v19 technique ids. */
  readonly attack: readonly string[];
  /** Who wrote it, for a rule that came from outside: its licence may ask for the name. */
  readonly author?: string;
  /** Where its author learned of the behaviour. */
  readonly references?: readonly string[];
}

/** One line of evidence: where it was read, when it happened, and what it says. */
export interface Evidence extends EvidenceRef {
  readonly timeUs?: TimeUs;
  readonly timeNs?: number;
  readonly summary: string;
}

/** A process that belongs to a finding's story, with the part it played. */
export interface RelatedProcess extends ProcessRef {
  readonly role: 'shell' | 'client' | 'parent' | 'server' | 'discovery' | 'target' | 'child';
}

/** Something a rule says about a process: one per story, never without evidence. */
export interface Finding {
  /** Fingerprint: the same for the same behaviour across pod renames and runs. */
  readonly id: string;
  readonly rule: RuleRef;
  /** The rule's level, or a lower or higher one that this case called for. */
  readonly level: Level;
  readonly title: string;
  /** One or two sentences: which clauses matched. */
  readonly why: string;
  readonly firstSeenUs?: TimeUs;
  readonly lastSeenUs?: TimeUs;
  readonly count: number;
  readonly process: ProcessRef;
  /** Parent first. */
  readonly ancestors: readonly ProcessRef[];
  readonly connections: readonly Connection[];
  readonly related: readonly RelatedProcess[];
  readonly evidence: readonly Evidence[];
  readonly falsePositives: readonly string[];
  readonly status: 'new' | 'known' | 'suppressed';
}
