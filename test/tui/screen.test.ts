import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { compiledFixture } from '../house/compiled-fixtures.js';
import { ESCAPE } from './play.js';
import { openTerminal, RESTORED, type Terminal } from './terminal.js';

let program = '';
beforeAll(async () => {
  program = await compiledFixture('show');
});

let terminal: Terminal | undefined;
afterEach(() => {
  terminal?.close();
  terminal = undefined;
});

function show(columns: number, rows: number, ...style: readonly string[]): Terminal {
  terminal = openTerminal(process.execPath, [program, ...style], columns, rows);
  return terminal;
}

const READY = 'bash (22848)';

describe('the screen', () => {
  it.each([
    { columns: 80, rows: 24 },
    { columns: 100, rows: 30 },
    { columns: 160, rows: 50 },
  ])('is drawn at $columns x $rows', async ({ columns, rows }) => {
    const screen = await show(columns, rows).shows(READY, '? help');
    await expect(`${screen}\n`).toMatchFileSnapshot(`golden/story-${columns}x${rows}.txt`);
  });

  it('is honest at 40 x 10', async () => {
    const screen = await show(40, 10).shows('bash -i', '? help');
    await expect(`${screen}\n`).toMatchFileSnapshot('golden/story-40x10.txt');
  });

  it('is drawn in ASCII alone when asked', async () => {
    const screen = await show(100, 30, 'ascii').shows(READY);
    expect(screen).toMatch(/^[\x20-\x7e\n]*$/);
    await expect(`${screen}\n`).toMatchFileSnapshot('golden/story-ascii-100x30.txt');
  });

  it('has no colour unless asked, and then only the sixteen', async () => {
    const plain = show(100, 30);
    await plain.shows(READY);
    expect(coloursIn(plain)).toEqual([]);
    plain.close();
    const coloured = show(100, 30, 'unicode', 'ansi16');
    await coloured.shows(READY);
    expect(coloursIn(coloured).length).toBeGreaterThan(3);
    expect(coloursIn(coloured).filter((code) => code >= 38 && (code < 90 || code > 97))).toEqual([]);
  });

  it('shows each view and overlay, and comes back from it with Escape', async () => {
    const shown = show(100, 30);
    await shown.shows(READY);
    for (const { view, key, text } of [
      { view: 'findings', key: '!', text: '▌Findings 2 findings' },
      { view: 'problems', key: 'P', text: 'not JSON' },
      { view: 'overview', key: 'I', text: 'What these sources cannot answer' },
      { view: 'help', key: '?hop', text: 'Help: "hop"' },
      { view: 'palette', key: ':export', text: ': export' },
      { view: 'copy', key: 'y', text: 'exec id   ' },
      { view: 'raw', key: 'r', text: '9223372036854775807' },
    ]) {
      shown.press(key);
      await expect(`${await shown.shows(text)}\n`).toMatchFileSnapshot(`golden/${view}-100x30.txt`);
      shown.press(ESCAPE);
      if (view === 'help') {
        await shown.shows('type to narrow');
        shown.press(ESCAPE);
      }
      await shown.shows('Processes by pod');
    }
  });

  it('lets nothing of a capture act on the terminal', async () => {
    const shown = show(160, 50);
    await shown.shows(READY);
    shown.press('jj');
    await shown.shows('\\x1b]0;owned\\x07');
    expect(shown.written()).not.toContain(`${ESCAPE}]0;`);
  });
});

const SIZES_ON_THE_WAY = [
  [80, 24],
  [40, 10],
  [100, 30],
] as const;

describe('resizing', () => {
  it('draws the same screen as starting at that size', async () => {
    const shown = show(160, 50);
    await shown.shows(READY, '─Connections');
    for (const [columns, rows] of SIZES_ON_THE_WAY) shown.resize(columns, rows);
    await shown.shows(readFileSync(new URL('golden/story-100x30.txt', import.meta.url), 'utf8').trimEnd());
  });

  it('says that the terminal is too small, and recovers', async () => {
    const shown = show(80, 24);
    await shown.shows(READY);
    shown.resize(39, 9);
    await shown.shows('terminal too small (need 40x10)');
    shown.resize(80, 24);
    await shown.shows(READY, '? help');
  });
});

describe('typing', () => {
  it('takes a burst of keys one by one', async () => {
    const shown = show(100, 30);
    await shown.shows(READY);
    shown.press('gjjj');
    await shown.shows('row 4/');
  });

  it('puts a paste into the open prompt and nowhere else', async () => {
    const shown = show(100, 30);
    await shown.shows(READY);
    shown.press(`${ESCAPE}[200~qqq\r${ESCAPE}[201~/`);
    await shown.shows('search:');
    shown.press(`${ESCAPE}[200~guni${ESCAPE}[201~`);
    await shown.shows('search: guni');
    shown.press('corn\r');
    await shown.shows('"gunicorn": 1 of 2');
  });

  it('goes on with a search when the tree is grouped otherwise', async () => {
    const shown = show(100, 30);
    await shown.shows(READY);
    shown.press('/gunicorn\r');
    await shown.shows('"gunicorn": 1 of 2');
    shown.press('t');
    await shown.shows('Processes by ancestry');
    shown.press('n');
    await shown.shows('"gunicorn": 2 of 2');
  });

  it('edits a line in its middle', async () => {
    const shown = show(100, 30);
    await shown.shows(READY);
    shown.press('/unicor');
    await shown.shows('search: unicor█');
    shown.press('\u0001g');
    await shown.shows('search: gunicor');
    shown.press(`${ESCAPE}[F`);
    await shown.shows('search: gunicor█');
    shown.press('x');
    await shown.shows('search: gunicorx█');
    shown.press(`${ESCAPE}[D`);
    await shown.hides('█');
    shown.press('n\u000b\r');
    await shown.shows('"gunicorn": 1 of 2');
  });

  it('unfolds equal siblings and folds them again', async () => {
    const shown = show(100, 30, 'unicode', 'none', 'jobs');
    await shown.shows('×4, the first shown', 'curl (3005)');
    shown.press('kl');
    await shown.shows('pid 3004');
    shown.press('h');
    await shown.shows('×4, the first shown');
    shown.press('*');
    await shown.hides('the first shown');
  });

  it('gives the keys to a pane by its number', async () => {
    const shown = show(100, 30);
    await shown.shows(READY);
    shown.press('3');
    await shown.shows('▌Connections');
    shown.press('[');
    await shown.shows('▌Details');
    shown.press('1');
    await shown.shows('▌Processes');
  });

  it('sends a copied value to the clipboard as base64 and shows it', async () => {
    const shown = show(100, 30);
    await shown.shows(READY);
    shown.press('yp');
    await shown.shows('pid to the clipboard: 22848');
    expect(shown.written()).toContain(`${ESCAPE}]52;c;${Buffer.from('22848').toString('base64')}\u0007`);
  });
});

describe('leaving', () => {
  it.each([
    { way: 'q', leave: (shown: Terminal) => shown.press('q') },
    { way: 'Ctrl-C', leave: (shown: Terminal) => shown.press('\u0003') },
  ])('gives the terminal back after $way', async ({ leave }) => {
    const shown = show(80, 24);
    await shown.shows(READY);
    expect(shown.modes()).toEqual({ buffer: 'alternate', isCursorShown: false, isPasteBracketed: true, doesWrap: false });
    leave(shown);
    const { exitCode } = await shown.ended();
    expect(exitCode).toBe(0);
    expect(shown.screen()).toBe('the interface ended');
    expect(shown.modes()).toEqual(RESTORED);
  });

  it.each(['SIGTERM', 'SIGHUP'])('gives the terminal back after %s', async (name) => {
    const shown = show(80, 24);
    await shown.shows(READY);
    shown.signal(name);
    await shown.ended();
    expect(shown.modes()).toEqual(RESTORED);
  });

  it('gives the terminal back before a bug is printed', async () => {
    const shown = show(80, 24, 'unicode', 'none', 'crash');
    await shown.shows(READY);
    shown.press('xf');
    await shown.ended();
    expect(shown.modes()).toEqual(RESTORED);
    expect(shown.screen()).toContain('a bug in the export');
  });

  it('stops for Ctrl-Z and comes back with fg', async () => {
    terminal = openTerminal('bash', ['--norc', '--noprofile', '-i'], 80, 24);
    await terminal.shows('shell>');
    terminal.press(`"${process.execPath}" "${program}"\r`);
    await terminal.shows(READY);
    terminal.press('\u001a');
    await terminal.shows('Stopped');
    expect(terminal.modes().buffer).toBe('normal');
    terminal.press('fg\r');
    await terminal.shows(READY, '? help');
    terminal.press('q');
    await terminal.shows('the interface ended');
    expect(terminal.modes()).toMatchObject({ buffer: 'normal', isCursorShown: true });
  });
});

function coloursIn(shown: Terminal): readonly number[] {
  const codes = [...shown.written().matchAll(new RegExp(`${ESCAPE}\\[([0-9;]*)m`, 'g'))].flatMap(([, list = '']) =>
    list.split(';').map(Number),
  );
  // 39 and 49 are the terminal's own foreground and background.
  return [...new Set(codes)].filter((code) => code >= 30 && code !== 39 && code !== 49);
}
