import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { run } from '../../src/cli/run.js';
import { STORY } from './events.js';
import { type Desk, desk, PROGRAM } from './workbench.js';

let at: Desk;
beforeAll(() => {
  at = desk();
  at.file('events.jsonl', STORY);
});
afterAll(() => at.clear());

/** Runs a command line in this process, with a signal that has come before anything was read. */
async function interrupted(words: readonly string[], signal: 'SIGINT' | 'SIGTERM') {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const interruption = { signal: AbortSignal.abort(), received: () => signal };
  const code = await run(words, { stdin: new PassThrough(), stdout, stderr, env: {}, folder: '/', today: '2026-01-01', interruption });
  stdout.end();
  stderr.end();
  return { code, stdout: await text(stdout), stderr: await text(stderr) };
}

describe('an import that is interrupted', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s ends in %d and prints no result', async (signal, code) => {
    const words = ['processes', at.path('events.jsonl'), '--case', at.path('interrupted.db')];
    expect(await interrupted(words, signal)).toEqual({ code, stdout: '', stderr: 'interrupted: nothing was read yet\n' });
  });

  it('says in its report that it was', async () => {
    const words = ['import', at.path('events.jsonl'), '--case', at.path('report.db'), '--format', 'json'];
    const { code, stdout } = await interrupted(words, 'SIGINT');
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ interrupted: true, sources: [] });
  });

  it('goes on with the same command', async () => {
    const words = ['import', at.path('events.jsonl'), '--case', at.path('again.db')];
    await interrupted(words, 'SIGINT');
    expect(at.workbench(words)).toMatchObject({ code: 0, stdout: expect.stringContaining('4 processes') });
  });
});

describe('a signal', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s stops the program where it waits for input, with %d', async (signal, expected) => {
    const share = at.path(`share-${signal}`);
    const env = { PATH: process.env.PATH, HOME: at.folder, XDG_DATA_HOME: share };
    const child = spawn(process.execPath, [PROGRAM, 'import', '-'], { cwd: at.folder, env });
    const ended = new Promise((resolve) => child.on('close', resolve));
    child.stdin.write(`${STORY[0]}\n`);
    const spool = join(share, 'workbench', 'cases');
    await vi.waitFor(() => expect(existsSync(spool) && readdirSync(spool).length > 0).toBe(true), { timeout: 10_000 });
    child.kill(signal);
    expect(await ended).toBe(expected);
  });
});
