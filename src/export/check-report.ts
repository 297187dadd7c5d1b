import type { Level, RuleRef } from '../model/finding.js';
import type { DetectionDocument } from './detection-report.js';

/** A rule as a report lists it, whether or not it found anything. */
export interface RuleEntry extends Pick<RuleRef, 'id' | 'title' | 'level' | 'kind' | 'attack' | 'author' | 'references'> {
  /** The behaviour, in two or three sentences. */
  readonly description: string;
  readonly falsePositives: readonly string[];
  readonly outcome: RuleOutcome;
}

/** Whether a rule was asked: a rule without findings says something only when it ran. */
export type RuleOutcome =
  | { readonly kind: 'ran' }
  | { readonly kind: 'lacking' /** What the sources don't hold. */; readonly why: string }
  | { readonly kind: 'skipped' };

/** A report for the forms that speak of rules and of a verdict as well as of findings. */
export interface CheckReport extends DetectionDocument {
  /** Every rule that was loaded, in the order of their registry. */
  readonly catalogue: readonly RuleEntry[];
  /** The level from which a new finding fails the check. */
  readonly failOn: Level | 'none';
  /** Absolute path of the folder that paths in the report are made relative to. */
  readonly workingFolder: string;
}
