import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { VIEWS } from '../../src/tui/views/index.js';
import { compiledFixture } from '../house/compiled-fixtures.js';
import { ESCAPE } from './play.js';
import { openTerminal, type Terminal } from './terminal.js';

let program = '';
beforeAll(async () => {
  program = await compiledFixture('show');
});

let terminal: Terminal | undefined;
afterEach(() => {
  terminal?.close();
  terminal = undefined;
});

describe('on a terminal', () => {
  it.each([
    { columns: 80, rows: 24 },
    { columns: 100, rows: 30 },
    { columns: 160, rows: 50 },
    { columns: 40, rows: 10 },
  ])('every view looks as it is kept at $columns x $rows, and nothing of the case acts', async ({ columns, rows }) => {
    terminal = openTerminal(process.execPath, [program, 'unicode', 'none', 'rich'], columns, rows);
    await terminal.shows('bash -i', '? help');
    for (const { id, key } of VIEWS) {
      terminal.press(`T${key}`);
      await terminal.shows(readFileSync(new URL(`golden/views/${id}-${columns}x${rows}.txt`, import.meta.url), 'utf8').trimEnd());
    }
    expect(terminal.written()).not.toContain(`${ESCAPE}]52;c;AAAA`);
  });
});
