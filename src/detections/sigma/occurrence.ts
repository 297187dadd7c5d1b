import type { TimeUs } from '../../model/time.js';
import type { SigmaCorrelation } from './correlation-rule.js';
import type { SigmaEvent } from './event.js';
import type { SigmaRule } from './rule.js';

/** An event that a rule matched. */
export interface RuleMatch {
  readonly rule: SigmaRule;
  readonly event: SigmaEvent;
}

/** A match, or a correlation's own finding, as another correlation sees it. */
export interface Occurrence {
  /** Key of the rule or correlation. */
  readonly key: string;
  readonly atUs: TimeUs;
  /** What events of equal time are ordered by. */
  readonly order: number;
  /** The event, for telling whether two rules matched the same one. */
  readonly identity: object;
  /** The first way in which each event writes the field: several for a correlation over several events, none where no event has it. */
  values(field: string): readonly string[];
  /** The events behind it, in order. */
  matches(): readonly RuleMatch[];
}

/** The occurrence that a match is; `undefined` for an event without a time, which can't be put before or after another. */
export function occurrenceOf(match: RuleMatch, order: number): Occurrence | undefined {
  const { atUs } = match.event;
  if (atUs === undefined) return undefined;
  return {
    key: match.rule.key,
    atUs,
    order,
    identity: match.event,
    values: (field) => match.event.values(field)?.slice(0, 1) ?? [],
    matches: () => [match],
  };
}

/** A correlation as far as reading fields under its aliases needs it. */
export type Aliased = Pick<SigmaCorrelation, 'key' | 'aliases'>;

/** The values of a field as a correlation calls it: an alias stands for another field in each rule's events. */
export function valuesOf({ aliases }: Aliased, occurrence: Occurrence, field: string): readonly string[] {
  return occurrence.values(aliases.get(field)?.get(occurrence.key) ?? field);
}

/**
 * The occurrence that several together are, at the time of the last. The parts are looked up when somebody asks: windows overlap, and what is
 * in each need not be kept for each. `known` are fields whose value all parts share.
 */
export function joined(
  correlation: Aliased,
  parts: () => readonly Occurrence[],
  last: Occurrence,
  known: ReadonlyMap<string, readonly string[]> = new Map(),
): Occurrence {
  return {
    key: correlation.key,
    atUs: last.atUs,
    order: last.order,
    identity: last,
    values: (field) => known.get(field) ?? [...new Set(parts().flatMap((part) => valuesOf(correlation, part, field)))],
    matches: () => distinctMatches(parts().flatMap((part) => part.matches())),
  };
}

function distinctMatches(matches: readonly RuleMatch[]): readonly RuleMatch[] {
  const seen = new Map<SigmaEvent, Set<SigmaRule>>();
  return matches.filter(({ event, rule }) => {
    const rules = seen.get(event) ?? new Set();
    seen.set(event, rules);
    if (rules.has(rule)) return false;
    rules.add(rule);
    return true;
  });
}
