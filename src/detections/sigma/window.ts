import type { Occurrence } from './occurrence.js';

/** A stretch of a group's occurrences, by their first and last place. */
export interface Window {
  readonly first: number;
  readonly last: number;
}

/** True when the next occurrence lies too far from the first for the same window. */
export function isWhole(timespanUs: number, occurrences: readonly Occurrence[], { first, last }: Window): boolean {
  const [oldest, next] = [occurrences[first], occurrences[last + 1]];
  return oldest === undefined || next === undefined || next.atUs - oldest.atUs > timespanUs;
}

/** Windows that share occurrences put together: one finding for a burst, however often it met the condition. */
export function bursts(found: readonly Window[]): readonly Window[] {
  const merged: Window[] = [];
  for (const window of found) {
    const before = merged.at(-1);
    if (before === undefined || window.first > before.last) merged.push(window);
    else merged[merged.length - 1] = { first: Math.min(before.first, window.first), last: Math.max(before.last, window.last) };
  }
  return merged;
}
