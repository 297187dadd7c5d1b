import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { schemaErrors } from '../export/schemas.js';
import { openTerminal, type Terminal } from '../tui/terminal.js';
import { STORY } from './events.js';
import { type Desk, desk, PROGRAM } from './workbench.js';

let at: Desk;
beforeAll(() => {
  at = desk();
  at.file('events.jsonl', STORY);
});
afterAll(() => at.clear());

/** The program in a terminal, at the desk. */
function inTerminal(words: readonly string[], variables: readonly string[] = []): Terminal {
  const env = [`HOME=${at.folder}`, `XDG_DATA_HOME=${at.path('share')}`, ...variables];
  const script = 'cd "$1" && shift && exec env "$@"';
  return openTerminal('/bin/sh', ['-c', script, 'sh', at.folder, ...env, process.execPath, PROGRAM, ...words], 120, 30);
}

describe('open in a terminal', () => {
  it('shows the case while it is read, writes findings.yaml with x f and leaves on q', async () => {
    const terminal = inTerminal(['open', 'events.jsonl']);
    await terminal.shows('crawler', '3 processes');
    terminal.press('xf');
    await terminal.shows('findings.yaml');
    expect(schemaErrors('detection-report', parse(readFileSync(at.path('findings.yaml'), 'utf8')))).toEqual([]);
    terminal.press('q');
    expect(await terminal.ended()).toMatchObject({ exitCode: 0 });
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ])('gives the terminal back and ends as %s says', async (signal, exitCode) => {
    const terminal = inTerminal(['open', 'events.jsonl']);
    await terminal.shows('crawler');
    terminal.signal(signal);
    expect(await terminal.ended()).toMatchObject({ exitCode });
    expect(terminal.modes()).toMatchObject({ buffer: 'normal', isCursorShown: true });
  });

  it.each([
    [['open', 'events.jsonl', '--no-color'], []],
    [['open', 'events.jsonl'], ['NO_COLOR=1']],
  ])('uses no colour with %j %j', async (words, variables) => {
    const terminal = inTerminal(words, variables);
    await terminal.shows('crawler');
    terminal.press('q');
    await terminal.ended();
    const sequences = terminal.written().split('\u001b');
    expect(sequences.filter((sequence) => /^\[(?:\d+;)*3[0-7](?:;\d+)*m/.test(sequence))).toEqual([]);
  });

  it('says what is wrong before it takes the terminal', async () => {
    const terminal = inTerminal(['open', 'gone.jsonl']);
    expect(await terminal.ended()).toMatchObject({ exitCode: 2 });
    expect(terminal.written()).toContain('gone.jsonl');
    expect(terminal.written()).not.toContain('\u001b[?1049h');
  });
});
