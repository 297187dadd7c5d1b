import { describe, expect, it } from 'vitest';
import { missedBeats } from '../../src/model/source-report.js';

const seconds = (...times: readonly number[]) => times.map((time) => time * 1_000_000);

describe('missedBeats', () => {
  it.each<[string, readonly number[], object | undefined]>([
    ['of a regular row is none', seconds(0, 10, 20, 30), undefined],
    ['of a row with jitter is none', seconds(0, 11, 20, 33, 42), undefined],
    ['of two is not known', seconds(0, 10), undefined],
    ['of one moment is none', seconds(5, 5, 5, 5), undefined],
    [
      'counts one left out',
      seconds(0, 10, 20, 40, 50),
      { everyUs: 10_000_000, missed: 1, longest: { fromUs: 20_000_000, toUs: 40_000_000 } },
    ],
    [
      'counts all, and shows the longest stretch',
      seconds(0, 10, 30, 40, 50, 100, 110, 120),
      { everyUs: 10_000_000, missed: 5, longest: { fromUs: 50_000_000, toUs: 100_000_000 } },
    ],
  ])('%s', (_what, times, expected) => {
    expect(missedBeats(times)).toEqual(expected);
  });
});
