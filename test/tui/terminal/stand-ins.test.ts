import { expect, it } from 'vitest';
import { MOST_ACROSS, standIns } from '../../../src/tui/terminal/stand-ins.js';

/** Puts characters into a frame of blanks, as Ink does. */
function composed(columns: number, rows: readonly (readonly (readonly [place: number, text: string])[])[]): string {
  return rows
    .map((row) => {
      const cells = Array.from({ length: columns }, () => ' ');
      for (const [place, text] of row) cells[place] = text;
      return cells.join('').trimEnd();
    })
    .join('\n');
}

it('puts the lines of every block where its characters stood, whatever order the blocks were composed in', () => {
  const lines = standIns();
  const left = { columns: 4, lines: ['ab  ', '\u001b[1mcd\u001b[0m  '] };
  const bar = { columns: 1, lines: ['|', '|'] };
  const right = { columns: 3, lines: ['xyz', '漢 '] };
  const below = { columns: 8, lines: ['!"#$    '] };
  const [b = '', l = '', r = ''] = [bar, left, right].map((block) => lines.standFor(block, 1));
  const w = lines.standFor(below, 3);
  const beside = [[0, l] as const, [1, b] as const, [2, r] as const];
  const frame = composed(3, [beside, beside, [[0, w]]]);
  expect(lines.resolved(frame)).toBe('ab  |xyz\n\u001b[1mcd\u001b[0m  |漢\n!"#$');
});

it('begins each frame anew', () => {
  const lines = standIns();
  const one = { columns: 2, lines: ['aa'] };
  const other = { columns: 2, lines: ['bb'] };
  const first = lines.standFor(one, 1);
  expect(lines.resolved(first)).toBe('aa');
  expect(lines.standFor(other, 1)).toBe(first);
  expect(lines.resolved(first)).toBe('bb');
});

it('has cells for no more blocks beside each other than Ink is told of', () => {
  expect(() => standIns().standFor({ columns: 2, lines: ['aa'] }, MOST_ACROSS + 1)).toThrow('beside each other');
});
