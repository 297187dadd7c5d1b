import { readFileSync } from 'node:fs';
import xterm from '@xterm/headless';
import { spawn } from 'node-pty';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { schemaErrors } from '../export/schemas.js';
import { STORY } from './events.js';
import { type Desk, desk, PROGRAM } from './workbench.js';

let at: Desk;
beforeAll(() => {
  at = desk();
  at.file('events.jsonl', STORY);
});
afterAll(() => at.clear());

/** The program in a terminal of 120 by 30. */
function inTerminal(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const program = spawn(process.execPath, [PROGRAM, ...words], {
    cols: 120,
    rows: 30,
    cwd: at.folder,
    env: { PATH: process.env.PATH ?? '', HOME: at.folder, XDG_DATA_HOME: at.path('share'), TERM: 'xterm-256color', TZ: 'UTC', ...env },
  });
  const terminal = new xterm.Terminal({ cols: 120, rows: 30, allowProposedApi: true });
  let written = '';
  program.onData((text) => {
    written += text;
    terminal.write(text);
  });
  const ended = new Promise<number>((resolve) => program.onExit(({ exitCode }) => resolve(exitCode)));
  const screen = (): string => {
    const { active } = terminal.buffer;
    return Array.from({ length: 30 }, (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '').join('\n');
  };
  return {
    press: (keys: string) => program.write(keys),
    kill: (signal: string) => program.kill(signal),
    shows: (text: string) => vi.waitFor(() => expect(screen()).toContain(text), { timeout: 15_000, interval: 50 }),
    written: () => written,
    ended,
  };
}

describe('open in a terminal', () => {
  it('shows the case while it is read, writes findings.yaml on x and leaves on q', async () => {
    const { press, shows, ended } = inTerminal(['open', 'events.jsonl']);
    await shows('crawler');
    await shows('3 processes');
    press('x');
    await shows('findings.yaml');
    expect(schemaErrors('detection-report', parse(readFileSync(at.path('findings.yaml'), 'utf8')))).toEqual([]);
    press('q');
    expect(await ended).toBe(0);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ])('gives the terminal back and ends as %s says', async (signal, code) => {
    const { kill, shows, written, ended } = inTerminal(['open', 'events.jsonl']);
    await shows('crawler');
    kill(signal);
    expect(await ended).toBe(code);
    expect(written()).toContain('\u001b[?1049l');
  });

  it.each([
    [['open', 'events.jsonl', '--no-color'], {}],
    [['open', 'events.jsonl'], { NO_COLOR: '1' }],
  ])('uses no colour with %j %j', async (words, env) => {
    const { press, shows, written, ended } = inTerminal(words, env);
    await shows('crawler');
    press('q');
    await ended;
    expect(
      written()
        .split('\u001b')
        .filter((sequence) => /^\[(?:\d+;)*3[0-7](?:;\d+)*m/.test(sequence)),
    ).toEqual([]);
  });

  it('says what is wrong before it takes the terminal', async () => {
    const { written, ended } = inTerminal(['open', 'gone.jsonl']);
    expect(await ended).toBe(2);
    expect(written()).toContain('gone.jsonl');
    expect(written()).not.toContain('\u001b[?1049h');
  });
});
