import { expect, it } from 'vitest';
import { arrangedRows, below, beside, block } from '../../../src/tui/drawing/arrangement.js';

it('stands blocks beside and below each other, and leaves no blanks at the ends of rows', () => {
  const upper = beside(block(['ab ', 'cd '], 3), block(['|', '|', '|'], 1), below(block(['xy'], 2), block(['漢'], 2)));
  expect(arrangedRows(below(upper, block(['footer    '], 10)))).toEqual(['ab |xy', 'cd |漢', '   |', 'footer']);
});

it('is no rows where nothing stands', () => {
  expect(arrangedRows(below())).toEqual([]);
  expect(arrangedRows(beside())).toEqual([]);
});
