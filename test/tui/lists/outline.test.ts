import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ItemNames, outlineOf, plainOutline } from '../../../src/tui/lists/outline.js';

/** Items are called by their group and place: `b1`. */
const NAMES: ItemNames = {
  nameAt: ({ group, within }) => `${'abc'[group]}${within}`,
  placeOf: (name) => {
    const group = 'abc'.indexOf(name.charAt(0));
    return group < 0 || name.length < 2 ? undefined : { group, within: Number(name.slice(1)) };
  },
};

const GROUPS = [
  { name: 'A', count: 2 },
  { name: 'B', count: 0 },
  { name: 'C', count: 3 },
];

function drawn(open: readonly string[]): readonly string[] {
  const outline = outlineOf(GROUPS, new Set(open), NAMES);
  return Array.from({ length: outline.length }, (_, place) => outline.nameAt(place) ?? '?');
}

describe('groups with their items below', () => {
  it.each([
    { open: [], rows: ['A', 'B', 'C'] },
    { open: ['A'], rows: ['A', 'a0', 'a1', 'B', 'C'] },
    { open: ['B', 'C'], rows: ['A', 'B', 'C', 'c0', 'c1', 'c2'] },
    { open: ['A', 'B', 'C'], rows: ['A', 'a0', 'a1', 'B', 'C', 'c0', 'c1', 'c2'] },
  ])('are the rows $rows when $open are open', ({ open, rows }) => {
    expect(drawn(open)).toEqual(rows);
  });

  it('find what a closed group holds at the group', () => {
    const outline = outlineOf(GROUPS, new Set(['A']), NAMES);
    expect(outline.placeOf('c2')).toBe(4);
    expect(outline.placeOf('a1')).toBe(2);
    expect(outline.placeOf('nobody')).toBe(-1);
  });

  it('find each row again by its name, whatever is open', () => {
    fc.assert(
      fc.property(fc.subarray(['A', 'B', 'C']), (open) => {
        const outline = outlineOf(GROUPS, new Set(open), NAMES);
        for (let place = 0; place < outline.length; place++) expect(outline.placeOf(outline.nameAt(place) ?? '')).toBe(place);
        expect(outline.rowAt(-1)).toBeUndefined();
        expect(outline.rowAt(outline.length)).toBeUndefined();
      }),
    );
  });

  it('hold more than could be listed', () => {
    const groups = Array.from({ length: 50_000 }, (_, group) => ({ name: `g${group}`, count: 40_000 }));
    const open = new Set(groups.map(({ name }) => name));
    const outline = outlineOf(groups, open, NAMES);
    expect(outline.length).toBe(2_000_050_000);
    expect(outline.rowAt(2_000_049_999)).toEqual({ kind: 'item', group: 49_999, within: 39_999 });
  });
});

describe('items without groups', () => {
  it('are their own rows', () => {
    const outline = plainOutline(2, NAMES);
    expect([outline.nameAt(0), outline.nameAt(1), outline.rowAt(2)]).toEqual(['a0', 'a1', undefined]);
    expect(outline.placeOf('a1')).toBe(1);
  });
});
