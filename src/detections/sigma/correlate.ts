import type { SigmaCorrelation } from './correlation-rule.js';
import { joined, type Occurrence, type RuleMatch, valuesOf } from './occurrence.js';
import { orderedWindows } from './ordered.js';
import { slidingWindows } from './sliding.js';
import { bursts, type Window } from './window.js';

/** A burst that a correlation found: what happened, in order. */
export interface Correlated {
  readonly correlation: SigmaCorrelation;
  readonly matches: readonly RuleMatch[];
}

/** More values of one field than this in one occurrence are not told apart: grouping by all of them would multiply it. */
const MOST_GROUPS = 100;

/**
 * What the correlations find among the occurrences of rules, in the order of the correlations. Each must come after those it refers to.
 * An occurrence that lacks a field to group by belongs to no group.
 */
export function correlate(
  correlations: readonly SigmaCorrelation[],
  matched: ReadonlyMap<string, readonly Occurrence[]>,
): readonly Correlated[] {
  const known = new Map(matched);
  const referred = new Set(correlations.flatMap((correlation) => correlation.rules));
  const found: Correlated[] = [];
  for (const correlation of correlations) {
    const own: Occurrence[] = [];
    for (const group of groupsOf(correlation, known)) {
      const inTime = windowsOf(correlation, group.occurrences);
      for (const window of bursts(inTime)) {
        for (const burst of asOccurrence(correlation, group, window)) found.push({ correlation, matches: burst.matches() });
      }
      // For other correlations every window counts by itself, at the moment it was met: a burst may go on long after.
      if (referred.has(correlation.key)) own.push(...inTime.flatMap((window) => asOccurrence(correlation, group, window)));
    }
    known.set(correlation.key, own.sort(inOrder));
  }
  return found;
}

function windowsOf(correlation: SigmaCorrelation, occurrences: readonly Occurrence[]): readonly Window[] {
  return correlation.type === 'temporal_ordered' ? orderedWindows(correlation, occurrences) : slidingWindows(correlation, occurrences);
}

/** Occurrences that share the values of all fields to group by. */
interface Group {
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly occurrences: readonly Occurrence[];
}

function asOccurrence(correlation: SigmaCorrelation, { occurrences, values }: Group, { first, last }: Window): readonly Occurrence[] {
  const end = occurrences[last];
  return end === undefined ? [] : [joined(correlation, () => occurrences.slice(first, last + 1), end, values)];
}

function groupsOf(correlation: SigmaCorrelation, known: ReadonlyMap<string, readonly Occurrence[]>): readonly Group[] {
  const groups = new Map<string, { values: ReadonlyMap<string, readonly string[]>; occurrences: Occurrence[] }>();
  const rules = [...new Set(correlation.rules)];
  for (const occurrence of rules.flatMap((rule) => known.get(rule) ?? []).sort(inOrder)) {
    for (const combination of combinationsOf(correlation, occurrence)) {
      const name = combination.join('\u0000');
      const group = groups.get(name) ?? { values: shared(correlation.groupBy, combination), occurrences: [] };
      group.occurrences.push(occurrence);
      groups.set(name, group);
    }
  }
  return [...groups.values()];
}

function shared(fields: readonly string[], combination: readonly string[]): ReadonlyMap<string, readonly string[]> {
  return new Map(fields.map((field, place) => [field, combination.slice(place, place + 1)]));
}

function combinationsOf(correlation: SigmaCorrelation, occurrence: Occurrence): readonly (readonly string[])[] {
  return correlation.groupBy.reduce<readonly (readonly string[])[]>(
    (starts, field) =>
      starts.flatMap((start) => valuesOf(correlation, occurrence, field).map((value) => [...start, value])).slice(0, MOST_GROUPS),
    [[]],
  );
}

function inOrder(a: Occurrence, b: Occurrence): number {
  return a.atUs - b.atUs || a.order - b.order;
}
