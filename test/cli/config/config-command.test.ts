import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { STORY } from '../events.js';
import { inProcess } from '../in-process.js';
import { type Desk, desk, type Ended } from '../workbench.js';

let at: Desk;
beforeAll(() => {
  at = desk();
  at.file('events.jsonl', STORY);
  at.file('strict.yaml', 'thresholds:\n  late-after: 20m\n  fail-on: none\n');
  at.file('wrong.yaml', 'theme: drak\nthresholds:\n  late-after: soon\n');
});
afterAll(() => at.clear());

const BY = { strict: { WORKBENCH_CONFIG: 'strict.yaml' }, wrong: { WORKBENCH_CONFIG: 'wrong.yaml' } } as const;

function workbench(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return inProcess(words, { XDG_CONFIG_HOME: at.path('config'), ...env }, at.folder);
}

describe('the configuration', () => {
  it('is written once, where path says, and sets nothing yet', async () => {
    const path = (await workbench(['config', 'path'])).stdout.trim();
    expect(path).toBe(at.path('config/workbench/config.yaml'));
    expect(await workbench(['config', 'init'])).toMatchObject({ code: 0 });
    expect(existsSync(path)).toBe(true);
    expect(await workbench(['config', 'init'])).toMatchObject({ code: 2 });
    expect(await workbench(['config', 'check'])).toMatchObject({ code: 0, stderr: `${path}: nothing is set\n` });
  });

  it.each([
    { name: 'nothing', words: [], env: {}, isLate: true },
    { name: 'the configuration', words: [], env: BY.strict, isLate: false },
    { name: 'the environment over it', words: [], env: { ...BY.strict, WORKBENCH_LATE_AFTER: '5m' }, isLate: true },
    { name: 'a flag over both', words: ['--late-after', '20m'], env: { WORKBENCH_LATE_AFTER: '5m' }, isLate: false },
  ])('gives options their values: $name', async ({ name, words, env, isLate }) => {
    const { WORKBENCH_LATE_AFTER: variable } = { WORKBENCH_LATE_AFTER: undefined, ...env };
    if (variable !== undefined) vi.stubEnv('WORKBENCH_LATE_AFTER', variable);
    const asked = ['processes', at.path('events.jsonl'), '--case', at.path(`${name}.db`), 'late', '--format', 'json', '-q', ...words];
    const { stdout } = await workbench(asked, env);
    vi.unstubAllEnvs();
    expect(JSON.parse(stdout).processes.length > 0).toBe(isLate);
  });

  it('decides what detect fails on', async () => {
    const asked = ['detect', at.path('events.jsonl'), '--case', at.path('detect.db'), '-q'];
    expect(await workbench(asked)).toMatchObject({ code: 1 });
    expect(await workbench(asked, BY.strict)).toMatchObject({ code: 0 });
  });

  it('says where each value comes from', async () => {
    const { stdout } = await workbench(['config', 'show', '--origin'], { ...BY.strict, WORKBENCH_THEME: 'dark' });
    const origins = Object.fromEntries(stdout.split('\n').map((line) => line.split(/\s+# /)));
    expect(origins).toMatchObject({
      'theme: dark': 'WORKBENCH_THEME',
      'thresholds.late-after: 20m': `${at.path('strict.yaml')}:2`,
      'mouse: false': 'usual',
    });
  });

  it.each([[['tree', 'events.jsonl']], [['open', 'events.jsonl']], [['config', 'show']]])(
    'that is wrong ends %j with 2 and one line',
    async (words) => {
      const mistake = 'theme: "drak" is none of its values; did you mean dark?';
      expect(await workbench(words, BY.wrong)).toEqual({
        code: 2,
        stdout: '',
        stderr: `workbench: ${at.path('wrong.yaml')}:1:8: ${mistake} (and 1 more: workbench config check)\n`,
      });
    },
  );

  it('that is wrong keeps help, its own check and completions', async () => {
    expect(await workbench(['--help'], BY.wrong)).toMatchObject({ code: 0 });
    expect(await workbench(['completion', 'bash'], BY.wrong)).toMatchObject({ code: 0 });
    const { code, stderr } = await workbench(['config', 'check'], BY.wrong);
    expect(code).toBe(2);
    expect(stderr.trim().split('\n')).toHaveLength(2);
  });

  it.each([
    { keys: 'filtre: [g]', complaint: 'there is no command "filtre": did you mean filter?' },
    { keys: 'filter: [hyper+x]', complaint: 'filter: there is no key "hyper+x"' },
    { keys: 'filter: [q]', complaint: '"q" would be a key of filter and of quit' },
  ])('is checked for keys that can not be: $keys', async ({ keys, complaint }) => {
    at.file('keys.yaml', `keys:\n  ${keys}\n`);
    const { code, stderr } = await workbench(['config', 'check'], { WORKBENCH_CONFIG: 'keys.yaml' });
    expect(code).toBe(2);
    expect(stderr).toContain(`keys.yaml:2:3: keys: ${complaint}`);
  });

  it('that is named must be there', async () => {
    expect(await workbench(['tree', 'events.jsonl'], { WORKBENCH_CONFIG: 'gone.yaml' })).toMatchObject({ code: 2 });
  });
});
