import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROKEN_LINE, CALM, STORY } from './events.js';
import { type Desk, desk, PROGRAM } from './workbench.js';

let at: Desk;
beforeAll(() => {
  at = desk();
  at.file('story.jsonl', STORY);
  at.file('calm.jsonl', CALM);
  at.file('broken.jsonl', [...CALM, BROKEN_LINE]);
  at.file('all-broken.jsonl', [BROKEN_LINE, BROKEN_LINE]);
  at.file('empty.jsonl', '');
  at.file('blank.jsonl', '\n\n');
  at.file('junk.bin', `\u0000\u0001\u0002${'\ufffd'.repeat(5000)}`);
  at.file('notes.txt', 'just some words\nand more\n');
  at.file('unreadable.jsonl', STORY);
  chmodSync(at.path('unreadable.jsonl'), 0);
  mkdirSync(at.path('nothing'));
});
afterAll(() => at.clear());

const isRoot = process.getuid?.() === 0;

describe('exit 0 and 1: what the rules say', () => {
  it.each([
    [['detect', 'story.jsonl'], 1, /findings \d+ \(/],
    [['detect', 'story.jsonl', '--fail-on', 'none'], 0, /findings \d+ \(/],
    [['detect', 'story.jsonl', '--namespace', 'elsewhere'], 0, /findings elsewhere are left out/],
    [['detect', 'calm.jsonl'], 0, /no findings: \d+ rules? looked at/],
    [['detect', 'broken.jsonl'], 0, /1 unparsed/],
    [['tree', 'story.jsonl'], 0, /processes/],
  ])('%j ends in %d', (words, code, stderr) => {
    expect(at.workbench(words)).toMatchObject({ code, stderr: expect.stringMatching(stderr) });
  });
});

describe("exit 2: the user's mistake, in one line with a hint", () => {
  it.each([
    [[], /Usage: workbench/],
    [['tre', 'story.jsonl'], /Did you mean tree\?/],
    [['tree', '--lat', 'story.jsonl'], /Did you mean --late\?/],
    [['tree', 'story.jsonl', '--format', 'xml'], /Allowed choices are text, json, yaml/],
    [['tree', 'story.jsonl', '--port', 'http'], /not a number/],
    [['tree', 'story.jsonl', '--filter', 'pdo:x'], /no key "pdo".*\n.*\n.*\ndid you mean pod\?/],
    [['tree', 'story.jsonl', '--limit', '-1'], /whole number/],
    [['tree', 'story.jsonl', '--late-after', 'soon'], /duration/],
    [['detect', 'story.jsonl', '--fail-on', 'bad'], /Allowed choices are none/],
    [['detect', 'story.jsonl', '--rule', 'late-executoin'], /there is no rule "late-executoin"/],
    [['detect', 'story.jsonl', '--format', 'yml'], /Did you mean yaml\?/],
    [['tree'], /nothing to read/],
    [['import'], /nothing to import/],
    [['tree', 'gone.jsonl'], /gone\.jsonl/],
    [['tree', '--case', 'gone.db'], /gone\.db/],
    [['tree', '--case', 'story.jsonl'], /story\.jsonl/],
    [['problems', 'late'], /late/],
    [['export', 'answers', 'story.jsonl', '--pid', '200'], /--question/],
    [['export', 'answers', 'story.jsonl', '--pid', '200', '--question', 'a b'], /no question id/],
    [['export'], /Usage: workbench export/],
  ])('%j', (words, stderr) => {
    const ended = at.workbench(words);
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(stderr) });
    expect(ended.stderr).not.toMatch(/^\s+at /m);
  });
});

describe('exit 3: nothing was learned', () => {
  it.each([
    [['detect', 'empty.jsonl']],
    [['detect', 'blank.jsonl']],
    [['detect', 'all-broken.jsonl']],
    [['detect', 'junk.bin']],
    [['detect', 'notes.txt']],
    [['processes', 'empty.jsonl', '--format', 'json']],
    [['import', 'junk.bin']],
    [['open', 'empty.jsonl']],
    [['tree', 'nothing']],
    [['import', 'broken.jsonl', '--strict']],
    [['detect', 'all-broken.jsonl', '--strict']],
  ])('%j', (words) => {
    const { code, stderr } = at.workbench(words);
    expect({ code, stderr }).toMatchObject({ code: 3, stderr: expect.not.stringContaining('no findings') });
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it.skipIf(isRoot)('a file that may not be read (a superuser may read everything)', () => {
    expect(at.workbench(['detect', 'unreadable.jsonl'])).toMatchObject({ code: 3, stderr: expect.stringContaining('unreadable.jsonl') });
  });

  it('no events on standard input', () => {
    expect(at.workbench(['detect', '-'])).toMatchObject({ code: 3 });
  });
});

describe('standard input and output', () => {
  it('reads events from a pipe', () => {
    const { code, stdout } = at.workbench(['processes', '-', '--format', 'json'], { input: `${STORY.join('\n')}\n` });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).processes.length).toBeGreaterThan(2);
  });

  it('ends without a word when the reader goes away', async () => {
    const env = { PATH: process.env.PATH, HOME: at.folder, XDG_DATA_HOME: at.path('share') };
    const child = spawn(process.execPath, [PROGRAM, 'processes', '-q', 'story.jsonl'], { cwd: at.folder, env });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it.each([['--version'], ['--help'], ['tree', '--help'], ['help', 'detect'], ['export', 'answers', '--help']])(
    '%s %s is no failure',
    (...words) => {
      const { code, stdout, stderr } = at.workbench(words);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).not.toBe('');
    },
  );
});
