import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchHosts, type SeenStart } from '../../../src/model/link/match-hosts.js';

const SECOND = 1_000_000;

const starts = (...pairs: readonly (readonly [pid: number, atSeconds: number])[]): readonly SeenStart[] =>
  pairs.map(([pid, at]) => ({ pid, us: Math.round(at * SECOND) }));

const some = starts([10, 1], [11, 2], [12, 3.5], [13, 9]);

describe('matchHosts', () => {
  it.each<[string, readonly SeenStart[], readonly SeenStart[], object | undefined]>([
    ['the same starts', some, some, { aheadUs: 0, agreed: 4, compared: 4 }],
    ['starts that are told a little later', some, starts([10, 1.01], [11, 2.02], [12, 3.52], [13, 9.01]), { agreed: 4, compared: 4 }],
    [
      'a clock that is an hour ahead',
      starts([10, 3601], [11, 3602], [12, 3603.5]),
      some,
      { aheadUs: 3600 * SECOND, agreed: 3, compared: 3 },
    ],
    ['one that saw only a part', starts([10, 1], [12, 3.5], [13, 9]), some, { aheadUs: 0, agreed: 3, compared: 3 }],
    [
      'one that began later',
      starts([12, 3.5], [13, 9], [14, 10], [15, 11], [16, 12]),
      starts([11, 2], [12, 3.5], [13, 9], [14, 10]),
      { agreed: 3 },
    ],
    ['other pids at the same times', some, starts([20, 1], [21, 2], [22, 3.5], [23, 9]), undefined],
    ['the same pids at other times', some, starts([10, 100], [11, 2000], [12, 30_000], [13, 400_000]), undefined],
    ['too few to tell', starts([10, 1], [11, 2]), some, undefined],
    [
      'few of many',
      starts(...Array.from({ length: 20 }, (_, at) => [at, at] as const)),
      starts([1, 1], [2, 2], [3, 3], ...Array.from({ length: 20 }, (_, at) => [100 + at, at] as const)),
      undefined,
    ],
    ['nothing', [], some, undefined],
  ])('judges %s', (_what, first, second, expected) => {
    const match = matchHosts(first, second);
    if (expected === undefined) expect(match).toBeUndefined();
    else expect(match).toMatchObject(expected);
  });

  it('says the same of two names in either order, but for the sign of the clocks', () => {
    const list = fc.array(fc.record({ pid: fc.integer({ min: 1, max: 9 }), us: fc.integer({ min: 0, max: 5 * SECOND }) }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(list, fc.integer({ min: -10 * SECOND, max: 10 * SECOND }), (seen, shift) => {
        const shifted = seen.map(({ pid, us }) => ({ pid, us: us + shift }));
        const one = matchHosts(shifted, seen);
        const other = matchHosts(seen, shifted);
        expect(one === undefined).toBe(other === undefined);
      }),
    );
  });
});
