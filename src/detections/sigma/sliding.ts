import type { SigmaCorrelation } from './correlation-rule.js';
import { gaugeOf, staysMet } from './gauge.js';
import type { Occurrence } from './occurrence.js';
import { isWhole, type Window } from './window.js';

/**
 * The windows of a group that are what a correlation asks for that does not ask for an order. `occurrences` are in order. A window slides: it
 * is every stretch that ends at an occurrence and reaches back over the timespan, wherever it begins.
 */
export function slidingWindows(correlation: SigmaCorrelation, occurrences: readonly Occurrence[]): readonly Window[] {
  const gauge = gaugeOf(correlation);
  const countsAtOnce = staysMet(correlation);
  const found: Window[] = [];
  let first = 0;
  occurrences.forEach((occurrence, last) => {
    gauge.add(occurrence);
    for (let oldest = occurrences[first]; oldest !== undefined; oldest = occurrences[first]) {
      if (occurrence.atUs - oldest.atUs <= correlation.timespanUs) break;
      gauge.remove(oldest);
      first += 1;
    }
    const window = { first, last };
    if ((countsAtOnce || isWhole(correlation.timespanUs, occurrences, window)) && gauge.isMet()) found.push(window);
  });
  return found;
}
