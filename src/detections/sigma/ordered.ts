import { holds } from './condition.js';
import type { SigmaCorrelation } from './correlation-rule.js';
import { comparesAs } from './matcher.js';
import type { Occurrence } from './occurrence.js';
import { isWhole, type Window } from './window.js';

/** The windows in which a correlation's rules were seen one after the other, in the order in which it lists them. */
export function orderedWindows(correlation: SigmaCorrelation, occurrences: readonly Occurrence[]): readonly Window[] {
  return correlation.condition.kind === 'bounds' ? chains(correlation, occurrences) : orderedExpressions(correlation, occurrences);
}

/** The latest place where a chain can begin, for each rule it may end with and each number of rules in it. */
type Starts = readonly (readonly (number | undefined)[])[];

/** Chains of as many rules as are asked for, each later than the one before and not the same event. */
function chains(correlation: SigmaCorrelation, occurrences: readonly Occurrence[]): readonly Window[] {
  const { rules, timespanUs, condition } = correlation;
  if (condition.kind !== 'bounds') return [];
  const lengths = rules
    .map((_, place) => place + 1)
    .filter((length) => condition.bounds.every(({ comparison, value }) => comparesAs(comparison, length, value)));
  const found: Window[] = [];
  let starts: Starts = rules.map(() => []);
  for (const [from, to] of sameEvents(occurrences)) {
    const before = starts;
    for (let last = from; last <= to; last += 1) {
      const occurrence = occurrences[last];
      if (occurrence === undefined) continue;
      for (const place of placesOf(rules, occurrence.key)) {
        const ending = endingAt(before, place, last, rules.length);
        starts = starts.map((list, index) => (index === place ? latest(list, ending) : list));
        const begins = lengths
          .flatMap((length) => ending[length - 1] ?? [])
          .filter((first) => occurrence.atUs - (occurrences[first]?.atUs ?? 0) <= timespanUs);
        if (begins.length > 0) found.push({ first: Math.max(...begins), last });
      }
    }
  }
  return found;
}

/** Stretches of occurrences that are one event seen by several rules: it can't come after itself. */
function sameEvents(occurrences: readonly Occurrence[]): readonly (readonly [number, number])[] {
  const stretches: [number, number][] = [];
  occurrences.forEach((occurrence, place) => {
    const last = stretches.at(-1);
    if (last !== undefined && occurrences[place - 1]?.identity === occurrence.identity) last[1] = place;
    else stretches.push([place, place]);
  });
  return stretches;
}

function placesOf(rules: readonly string[], key: string): readonly number[] {
  return rules.flatMap((rule, place) => (rule === key ? [place] : []));
}

/** The starts of the chains that end with this occurrence as the rule at `place`, by the number of rules less one. */
function endingAt(before: Starts, place: number, here: number, most: number): readonly (number | undefined)[] {
  return Array.from({ length: most }, (_, length) => {
    if (length === 0) return here;
    const shorter = before.slice(0, place).flatMap((list) => list[length - 1] ?? []);
    return shorter.length === 0 ? undefined : Math.max(...shorter);
  });
}

function latest(a: readonly (number | undefined)[], b: readonly (number | undefined)[]): readonly (number | undefined)[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, place) => {
    const [one, other] = [a[place], b[place]];
    return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
  });
}

/** An expression over rules, and those of them that were seen came in the order of the list. */
function orderedExpressions(correlation: SigmaCorrelation, occurrences: readonly Occurrence[]): readonly Window[] {
  const { condition, rules, timespanUs } = correlation;
  if (condition.kind !== 'expression') return [];
  const found: Window[] = [];
  let first = 0;
  occurrences.forEach((occurrence, last) => {
    while (occurrence.atUs - (occurrences[first]?.atUs ?? occurrence.atUs) > timespanUs) first += 1;
    if (!isWhole(timespanUs, occurrences, { first, last })) return;
    const inside = occurrences.slice(first, last + 1);
    const seen = new Set(inside.map(({ key }) => key));
    if (
      holds(condition.condition, (key) => seen.has(key)) &&
      comesInOrder(
        inside,
        rules.filter((rule) => seen.has(rule)),
      )
    )
      found.push({ first, last });
  });
  return found;
}

function comesInOrder(occurrences: readonly Occurrence[], wanted: readonly string[]): boolean {
  let next = 0;
  let taken: object | undefined;
  for (const { key, identity } of occurrences) {
    if (next < wanted.length && key === wanted[next] && identity !== taken) {
      next += 1;
      taken = identity;
    }
  }
  return next === wanted.length;
}
