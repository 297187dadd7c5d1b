import { describe, expect, it } from 'vitest';
import { textWidth } from '../../src/tui/drawing/line.js';
import { VIEWS } from '../../src/tui/views/index.js';
import { drawnScreen } from './drawn-screen.js';
import { fakeCase } from './fake-case.js';
import { RICH } from './fixtures/rich.js';
import { play } from './play.js';

const SIZES = [
  { columns: 80, rows: 24 },
  { columns: 100, rows: 30 },
  { columns: 160, rows: 50 },
  { columns: 40, rows: 10 },
];

describe('the screen of each view', () => {
  for (const { id, key } of VIEWS) {
    it.each(SIZES)(`is ${id} at $columns x $rows`, async ({ columns, rows }) => {
      const game = play(fakeCase(RICH), columns, rows);
      game.press(key);
      const screen = drawnScreen(game);
      const lines = screen.split('\n');
      expect(lines.length).toBeLessThanOrEqual(rows);
      for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(columns);
      await expect(`${screen}\n`).toMatchFileSnapshot(`golden/views/${id}-${columns}x${rows}.txt`);
    });
  }
});
