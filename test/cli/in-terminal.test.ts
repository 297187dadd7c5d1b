import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ESCAPE } from '../tui/play.js';
import { openTerminal, RESTORED, type Terminal } from '../tui/terminal.js';
import { STORY } from './events.js';
import { type Desk, desk, PROGRAM } from './workbench.js';

let at: Desk;
beforeAll(() => {
  at = desk();
  at.file('events.jsonl', STORY);
  at.file('config.yaml', 'keys:\n  filter: [;]\n');
  at.workbench(['import', 'events.jsonl', '-q']);
});
afterAll(() => at.clear());

let terminal: Terminal | undefined;
afterEach(() => {
  terminal?.close();
  terminal = undefined;
});

/** The program in a terminal, at the desk, as somebody who was greeted before. */
function inTerminal(words: readonly string[], variables: readonly string[] = []): Terminal {
  const env = [
    'LANG=C.UTF-8',
    `HOME=${at.folder}`,
    `XDG_DATA_HOME=${at.path('share')}`,
    `XDG_STATE_HOME=${at.path('state')}`,
    ...variables,
  ];
  const script = 'cd "$1" && shift && exec env "$@"';
  terminal = openTerminal('/bin/sh', ['-c', script, 'sh', at.folder, ...env, process.execPath, PROGRAM, ...words], 120, 30);
  return terminal;
}

describe('who is here for the first time', () => {
  it('is told three lines, once', async () => {
    const first = inTerminal(['open', 'events.jsonl']);
    await first.shows('Welcome.', 'The next key takes these lines away.', 'crawler');
    first.press('j');
    await first.hides('Welcome.');
    first.press('q');
    await first.ended();
    const second = inTerminal(['open', 'events.jsonl']);
    expect(await second.shows('crawler', '? help')).not.toContain('Welcome.');
  });
});

describe('workbench alone', () => {
  it('offers the kept cases, and opens the newest with Enter', async () => {
    const shown = inTerminal([]);
    await shown.shows('Cases, newest first:', '1  events.jsonl', 'Open (Enter: events.jsonl, q: none):');
    shown.press('7\r');
    await shown.shows('There is no 7.');
    shown.press('\r');
    await shown.shows('3 processes', '? help');
    shown.press('q');
    expect(await shown.ended()).toMatchObject({ exitCode: 0 });
    expect(shown.modes()).toEqual(RESTORED);
  });

  it('opens none with q', async () => {
    const shown = inTerminal([]);
    await shown.shows('Open (Enter');
    shown.press('q\r');
    expect(await shown.ended()).toMatchObject({ exitCode: 0 });
  });

  it('prints help where there is no case, and where nobody is at a terminal', async () => {
    const shown = inTerminal([], [`XDG_DATA_HOME=${at.path('nothing')}`]);
    expect(await shown.ended()).toMatchObject({ exitCode: 2 });
    expect(shown.written()).toContain('Usage: workbench');
    expect(at.workbench([])).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage: workbench') });
  });
});

describe('the interface in a terminal', () => {
  it('keeps a note in the case, and a filter for the next time', async () => {
    const shown = inTerminal(['open', 'events.jsonl']);
    await shown.shows('crawler', '? help');
    shown.press('mwho is this?\r');
    await shown.shows('noted: /bin/bash');
    shown.press('flate\r');
    await shown.shows('filter [late]');
    shown.press('q');
    await shown.ended();
    expect(JSON.parse(at.workbench(['notes', 'list', 'events.jsonl', '--format', 'json']).stdout).notes).toMatchObject([
      { kind: 'note', text: 'who is this?', about: { kind: 'process' } },
    ]);
    const again = inTerminal(['open', 'events.jsonl']);
    await again.shows('crawler', '? help');
    again.press(`f${ESCAPE}[A`);
    await again.shows('filter: late█');
    again.press(`${ESCAPE}`);
    await again.shows('? help');
    again.press("'");
    await again.shows('who is this?');
  });

  it('shows what a filter leaves and where a search leads while they are typed, and goes back', async () => {
    const shown = inTerminal(['open', 'events.jsonl']);
    await shown.shows('crawler', '? help', 'server.js');
    shown.press('fbinary:nc');
    expect(await shown.shows('filter: binary:nc█', '1 of 4 processes; Enter keeps it')).toContain('nc -zv');
    shown.press(' dst:10.');
    await shown.shows('"10." is not an address or a CIDR block; 1 of 4 processes until then');
    shown.press(ESCAPE);
    await shown.shows('? help', 'row 4/7');
    shown.press('/nc -z');
    await shown.shows('search: nc -z█', 'nothing holds "nc -z"');
    shown.press('\u0015zv');
    await shown.shows('"zv": 1 of 1');
    shown.press('\r');
    await shown.shows('? help', 'row 5/7');
  });

  it('writes what is shown, and the report, beside what is there already', async () => {
    writeFileSync(at.path('processes.csv'), 'mine');
    const shown = inTerminal(['open', 'events.jsonl']);
    await shown.shows('crawler', '? help');
    shown.press('xc');
    await shown.shows('wrote processes-2.csv');
    shown.press('R');
    await shown.shows('wrote report.md and report.html');
    expect(readFileSync(at.path('processes.csv'), 'utf8')).toBe('mine');
    expect(readFileSync(at.path('processes-2.csv'), 'utf8')).toContain('/bin/bash -i');
    expect(readFileSync(at.path('report.html'), 'utf8')).toContain('<h1>Case events.jsonl</h1>');
    expect(readdirSync(at.folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('takes its keys from the configuration', async () => {
    const shown = inTerminal(['open', 'events.jsonl'], ['WORKBENCH_CONFIG=config.yaml']);
    await shown.shows('crawler', '? help');
    shown.press(';late\r');
    await shown.shows('filter [late]');
  });

  it('follows the mouse when asked to, and gives it back', async () => {
    const shown = inTerminal(['open', 'events.jsonl', '--mouse']);
    await shown.shows('crawler', '? help');
    expect(shown.written()).toContain(`${ESCAPE}[?1000h${ESCAPE}[?1006h`);
    // While the file is looked through once more, everything stands a row lower.
    await shown.hides('reading');
    shown.press(`${ESCAPE}[<0;5;4M${ESCAPE}[<0;5;4m`);
    await shown.shows('row 1/');
    shown.press('M');
    await shown.shows("the mouse is the terminal's own again");
    shown.press('q');
    await shown.ended();
    expect(shown.written().lastIndexOf(`${ESCAPE}[?1000l`)).toBeGreaterThan(shown.written().lastIndexOf(`${ESCAPE}[?1000h`));
    expect(shown.modes()).toEqual(RESTORED);
  });

  it('understands an arrow that a slow link delivers in two pieces', async () => {
    const shown = inTerminal(['open', 'events.jsonl']);
    await shown.shows('crawler', '? help');
    shown.press('g');
    await shown.shows('row 1/');
    shown.press(ESCAPE);
    shown.press('[B');
    await shown.shows('row 2/');
  });

  it('draws with ASCII where the terminal shows no more', async () => {
    expect(await inTerminal(['open', 'events.jsonl'], ['TERM=linux']).shows('crawler', '? help')).toMatch(/^[\x20-\x7e\n]*$/);
  });

  it('speaks in lines that follow each other when asked to', async () => {
    const shown = inTerminal(['open', 'events.jsonl', '--plain']);
    await shown.shows('Type the name of a key', '\n>');
    shown.press('e\r');
    await shown.shows('finding 1 of');
    shown.press('q\r');
    expect(await shown.ended()).toMatchObject({ exitCode: 0 });
    expect(shown.written()).not.toContain(`${ESCAPE}[?1049h`);
    expect(shown.written()).not.toContain('│');
  });
});
