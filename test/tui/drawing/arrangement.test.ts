import { expect, it } from 'vitest';
import { arrangedRows, below, beside, block, blocksAcross } from '../../../src/tui/drawing/arrangement.js';

it('stands blocks beside and below each other, and leaves no blanks at the ends of rows', () => {
  const upper = beside(block(['ab ', 'cd '], 3), block(['|', '|', '|'], 1), below(block(['xy'], 2), block(['漢'], 2)));
  expect(arrangedRows(below(upper, block(['footer    '], 10)))).toEqual(['ab |xy', 'cd |漢', '   |', 'footer']);
});

it('is no rows where nothing stands', () => {
  expect(arrangedRows(below())).toEqual([]);
  expect(arrangedRows(beside())).toEqual([]);
});

it('is as many blocks across as stand beside each other where most do', () => {
  const one = block(['x'], 1);
  expect(blocksAcross(below(one, beside(one, below(beside(one, one), one)), one))).toBe(3);
});

it('has as many rows of a part as its tallest neighbour has', () => {
  const parts = beside(block(['ab'], 2), block(['c', 'd', 'e'], 1), block(['fg', 'hi'], 2));
  expect(arrangedRows(parts)).toEqual(['abcfg', '  dhi', '  e']);
});
