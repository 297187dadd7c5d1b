import type { TextPattern } from '../../model/filter.js';
import type { Place } from '../sigma/problem.js';

/** What an entry may ask of a finding. */
export const SUPPRESSION_FIELDS = ['rule', 'workload', 'container', 'binary', 'arguments', 'destination'] as const;
export type SuppressionField = (typeof SUPPRESSION_FIELDS)[number];

/** A pattern of the filter language, or an address block where the field is a destination. */
export type SuppressionPattern = TextPattern | { readonly match: 'block'; readonly block: string };

/** One field of an entry. Its patterns are alternatives. */
export interface SuppressionCondition {
  readonly field: SuppressionField;
  readonly patterns: readonly SuppressionPattern[];
}

/** Findings that somebody has looked at and will not be told of again: those that meet every condition. */
export interface SuppressionEntry {
  readonly conditions: readonly SuppressionCondition[];
  readonly reason: string;
  /** Its last day, `2027-01-31`, or `never`. */
  readonly expires: string;
  readonly place: Place;
}
