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

/** True for a finding that a check fails on: new, and at the threshold or above it. */
export function failsCheck({ status, level }: Pick<Finding, 'status' | 'level'>, failOn: Level | 'none'): boolean {
  return failOn !== 'none' && status === 'new' && levelRank(level) >= levelRank(failOn);
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

/** Why a finding is suppressed, and for how long. */
export interface Suppression {
  readonly reason: string;
  /** The last day, `2027-01-31`, or `never`. */
  readonly expires: string;
  /** The entry that says so: `.workbench/suppress.yml:4`. */
  readonly by: string;
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
  /** There when `status` is `suppressed`. */
  readonly suppression?: Suppression;
}

/** What a step of an incident was for, in the order in which an intrusion usually goes. */
export const STAGES = [
  'entry',
  'shell',
  'execution',
  'discovery',
  'credential',
  'escalation',
  'persistence',
  'lateral',
  'collection',
  'contact',
  'exfiltration',
  'cleanup',
] as const;
export type Stage = (typeof STAGES)[number];

/** One thing that happened in an incident. */
export interface IncidentStep {
  readonly stage: Stage;
  readonly timeUs?: TimeUs;
  readonly timeNs?: number;
  /** The process that did it; the first one when equal ones were folded. */
  readonly process: ProcessRef;
  /** Name of the container it happened in, or of the node for the host. */
  readonly place: string;
  /** One line for a person. */
  readonly summary: string;
  /** How many equal ones in a row it stands for. */
  readonly count: number;
  readonly evidence: readonly Evidence[];
}

/** Findings that are one intrusion, with what led to them and what followed from them. */
export interface Incident {
  /** Made from the fingerprint of its first serious finding: the same across pod renames and runs. */
  readonly id: string;
  readonly title: string;
  /** The highest of its findings. */
  readonly level: Level;
  readonly firstSeenUs?: TimeUs;
  readonly lastSeenUs?: TimeUs;
  /** Ids of its findings, in the order of the report. */
  readonly findings: readonly string[];
  /** By time. */
  readonly steps: readonly IncidentStep[];
  /** Steps beyond the number that is kept. */
  readonly stepsLeftOut: number;
}

/** What a rule took. */
export interface RuleCost {
  readonly id: string;
  readonly title: string;
  /** Events it was asked about, after a look at their words where that is enough to pass one over; rows it looked through, for a behaviour rule. */
  readonly asked: number;
  /** Events or behaviours that it matched. */
  readonly matched: number;
  readonly milliseconds: number;
}

/** What rules say of a case. */
export interface Judgement {
  /** Most severe first. */
  readonly findings: readonly Finding[];
  /** Most severe first. */
  readonly incidents: readonly Incident[];
}
