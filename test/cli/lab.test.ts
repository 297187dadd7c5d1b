import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { schemaErrors } from '../export/schemas.js';
import { answersFrom, cheapCopy, LABS_FOLDER, shippedLab } from '../labs/shipped.js';
import { type Desk, desk, type Ended } from './workbench.js';

let at: Desk;
beforeAll(() => {
  at = desk();
  cpSync(join(LABS_FOLDER, 'tenant-jobs'), at.path('labs/tenant-jobs'), { recursive: true });
  cheapCopy('shell-zoo', at.path('labs/shell-zoo'));
});
afterAll(() => at.clear());

const { lab, key } = shippedLab('shell-zoo');
const RIGHT = answersFrom(lab, key);

function run(...words: readonly string[]): Ended {
  return at.workbench(['lab', ...words], { env: { XDG_STATE_HOME: at.path('state'), WORKBENCH_LABS: at.path('labs') } });
}

/** A copy of a lab that a test may break. */
function labCopy(name: string, as: string): string {
  cpSync(at.path(`labs/${name}`), at.path(as), { recursive: true });
  return at.path(as);
}

it('knows the labs that ship', () => {
  const listed = at.workbench(['lab', 'list'], { env: { XDG_STATE_HOME: at.path('state') } });
  expect(listed.stdout.split('\n').filter((line) => line.includes(' - '))).toHaveLength(5);
});

describe('lab list', () => {
  it('lists the labs that ship, for people and for programs', () => {
    expect(run('list').stdout).toContain('Eight shells in eight cages');
    const listed = run('list', '--format', 'json');
    expect(schemaErrors('labs', JSON.parse(listed.stdout))).toEqual([]);
    expect(listed.code).toBe(0);
  });
});

describe('a learner without a screen', () => {
  it('begins, takes a hint, fills in the file, and is told what is right', () => {
    const begun = run('start', 'shell-zoo', '--answers', 'mine.yaml');
    expect(begun).toMatchObject({ code: 0, stdout: expect.stringContaining('cage-03 (10 points)') });
    expect(schemaErrors('answers', parse(readFileSync(at.path('mine.yaml'), 'utf8')))).toEqual([]);
    expect(run('check', 'shell-zoo')).toMatchObject({ code: 1, stdout: expect.stringContaining('0 of 8 solved') });
    expect(run('hint', 'shell-zoo', 'cage-03', '--cost').stdout).toBe('the next hint is free\n');
    run('hint', 'shell-zoo', 'cage-03');
    run('hint', 'shell-zoo', 'cage-03');
    writeFileSync(at.path('mine.yaml'), `# my notes\n${RIGHT}`);
    const done = run('check', 'shell-zoo', '--badge', 'badge.svg');
    expect(done.code).toBe(0);
    expect(done.stdout).toContain('8 of 8 solved, 106 of 110 points, hints: 2');
    expect(done.stdout).toContain('| php -S serves pages');
    expect(readFileSync(at.path('badge.svg'), 'utf8')).toContain('shell-zoo 106/110');
    expect(readFileSync(at.path('mine.yaml'), 'utf8')).toContain('# my notes');
    expect(run('list').stdout).toContain('8 solved, 106 points');
    expect(run('reset', 'shell-zoo')).toMatchObject({ code: 0, stderr: expect.stringContaining('forgot the progress') });
  });

  it('may leave the name out where the file says it, and gets the same bytes for the same answers', () => {
    at.file('answers.yaml', RIGHT);
    const once = run('check', '--format', 'yaml');
    expect(schemaErrors('lab-check', parse(once.stdout))).toEqual([]);
    expect(run('check', '--format', 'yaml').stdout).toBe(once.stdout);
  });
});

describe('lab check', () => {
  it.each([
    ['wrong', RIGHT.replace('pid: 1333', 'pid: 1331'), 1, 'pid: 1331 is not it'],
    ['mistyped', RIGHT.replace('pid: 1333', 'pid: "1333"'), 1, 'pid: expected an integer, got the string "1333": remove the quotes'],
    ['open', RIGHT.replace(/ +pid: 1333\n/, ''), 1, 'open: pid: an integer, without quotes'],
    ['no such choice', RIGHT.replace('technique: web shell', 'technique: web shel'), 1, 'did you mean web shell?'],
  ])('says of an answer that is %s what is wrong with it', (_, text, code, message) => {
    at.file('other.yaml', text);
    const ended = run('check', 'shell-zoo', '--answers', 'other.yaml');
    expect(ended).toMatchObject({ code, stdout: expect.stringContaining(message) });
    expect(ended.stdout).toContain('7 of 8 solved');
  });

  it.each([
    ['a key twice', 'lab: shell-zoo@1\nanswers: { a: 1, a: 2 }\n', 'hostile.yaml:2:18: this key stands here a second time'],
    ['another lab', 'lab: tenant-jobs@1\n', 'hostile.yaml:1:6: these are answers to tenant-jobs@1, not to shell-zoo@1'],
    ['an older version', 'lab: shell-zoo@0\n', 'the lab is shell-zoo@1 now'],
    ['what is no YAML', '\u001b]0;title\u0007{', 'hostile.yaml:1:'],
  ])('refuses a file with %s, with its place', (_, text, message) => {
    at.file('hostile.yaml', text);
    const ended = run('check', 'shell-zoo', '--answers', 'hostile.yaml');
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
    expect(ended.stderr).not.toContain('\u001b');
  });

  it('warns of ids that the lab does not have, and grades the rest', () => {
    at.file('other.yaml', RIGHT.replace('cage-24:', 'cage-244:'));
    const ended = run('check', 'shell-zoo', '--answers', 'other.yaml');
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no question "cage-244": did you mean cage-24?') });
  });

  it('grades nothing on other data', () => {
    const folder = labCopy('shell-zoo', 'changed');
    writeFileSync(join(folder, 'events.jsonl.gz'), 'something else');
    at.file('other.yaml', RIGHT);
    expect(run('check', folder, '--answers', 'other.yaml')).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringContaining('is not the data'),
    });
  });

  it('leaves the grade of an exam to its key', () => {
    const folder = labCopy('shell-zoo', 'exam');
    const open = readFileSync(join(folder, 'lab.yaml'), 'utf8').replaceAll(/^ +answer: .*\n/gm, '');
    writeFileSync(join(folder, 'lab.yaml'), open);
    at.file('other.yaml', RIGHT);
    expect(run('check', folder, '--answers', 'other.yaml')).toMatchObject({ code: 3, stdout: expect.stringContaining('graded elsewhere') });
    const byKey = run('check', folder, '--answers', 'other.yaml', '--key', join(folder, 'key.yaml'), '--format', 'json');
    expect(byKey.code).toBe(0);
    expect(JSON.parse(byKey.stdout)).toMatchObject({ isComplete: true, points: 110 });
  });

  it.each([
    [['check', 'nowhere'], 'there is no lab nowhere'],
    [['check', '--answers', 'nowhere.yaml'], 'there is no nowhere.yaml'],
    [['hint', 'shell-zoo', 'cage-33'], 'there is no question cage-33'],
    [['start', 'tenant-jobs', '--answers', 'answers.yaml'], 'these are answers to shell-zoo@1'],
  ])('%j is a mistake of the command line', (words, message) => {
    at.file('answers.yaml', RIGHT);
    expect(run(...words)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });
});

describe('who writes a lab', () => {
  it('gets one from events that lint proves, and that is solved with its own key', () => {
    const made = run('new', 'fresh', join(LABS_FOLDER, 'shell-zoo/events.jsonl.gz'), '--title', 'Fresh', '--questions', '2');
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('fresh@1 is in fresh') });
    for (const name of ['lab', 'key']) {
      const text = readFileSync(at.path(`fresh/${name}.yaml`), 'utf8');
      expect(schemaErrors(name === 'lab' ? 'lab' : 'lab-key', parse(text))).toEqual([]);
      expect(text).toMatch(/^# yaml-language-server: \$schema=\S+\.json$/m);
    }
    expect(run('lint', 'fresh')).toMatchObject({ code: 0, stderr: expect.stringContaining('0 wrong, 0 unproved') });
    expect(run('new', 'fresh', 'x.jsonl')).toMatchObject({ code: 2, stderr: expect.stringContaining('fresh exists') });
  });

  it('is told when the data does not have an answer, or nothing proves it', () => {
    const folder = labCopy('shell-zoo', 'broken');
    const path = join(folder, 'key.yaml');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('value: 1333', 'value: 4711'));
    expect(run('lint', folder)).toMatchObject({ code: 1, stdout: expect.stringContaining('cage-08.pid: the data does not have 4711') });
    writeFileSync(path, text.replace('value: 1333', 'value: one'));
    expect(run('lint', folder)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/key\.yaml:\d+:\d+: expected an integer, got the string "one"/),
    });
    writeFileSync(path, text.replace(/, proof: \{ of: process, where: "container:=job-08[^}]*\}/, ''));
    expect(run('lint', folder)).toMatchObject({ code: 3, stderr: expect.stringContaining('unproved') });
    writeFileSync(join(folder, 'lab.yaml'), `${readFileSync(join(folder, 'lab.yaml'), 'utf8')}titel: x\n`);
    expect(run('lint', folder)).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no key "titel"') });
    expect(existsSync(join(folder, 'answers.yaml'))).toBe(false);
  });
});
