import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { circles } from '../../../src/model/link/circles.js';

const found = (parents: readonly number[]) => circles(Int32Array.from([0, ...parents])).map((rows) => [...rows].sort((a, b) => a - b));

describe('circles', () => {
  it.each<[string, readonly number[], readonly number[][]]>([
    ['no rows', [], []],
    ['a chain', [2, 3, 0], []],
    ['a row that is its own parent', [1], [[1]]],
    ['two rows', [2, 1], [[1, 2]]],
    ['a circle with a tail that runs into it', [2, 3, 1, 3, 4], [[1, 2, 3]]],
    [
      'two circles and a tree',
      [2, 1, 4, 3, 0, 5],
      [
        [1, 2],
        [3, 4],
      ],
    ],
  ])('in %s are found', (_what, parents, expected) => {
    expect(found(parents)).toEqual(expected);
  });

  it('once cut in one place each leave a forest', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(12), { maxLength: 12 }), (told) => {
        const parents = Int32Array.from([0, ...told.map((parent) => (parent > told.length ? 0 : parent))]);
        for (const [first] of circles(parents)) if (first !== undefined) parents[first] = 0;
        for (let start = 1; start < parents.length; start++) {
          let at = start;
          for (let steps = 0; at !== 0; steps++, at = parents[at] ?? 0) expect(steps).toBeLessThan(parents.length);
        }
      }),
    );
  });

  it('are found in a chain of a million rows', () => {
    const size = 1_000_000;
    expect(circles(Int32Array.from({ length: size }, (_, row) => (row === 0 ? 0 : (row % (size - 1)) + 1)))).toMatchObject([
      { length: size - 1 },
    ]);
  });
});
