import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schemaErrors } from '../export/schemas.js';
import { STORY, TAKEN_OVER } from './events.js';
import { type Desk, desk } from './workbench.js';

let at: Desk;
beforeAll(() => {
  at = desk();
  at.file('story.jsonl', STORY);
  at.file('accepted.yml', entry('until 2026-06-30', '2026-06-30'));
  at.file('unused.yml', entry('nobody', 'never').replace('crawler', 'loader'));
  at.file('broken.yml', 'suppress:\n  - rule: unattended-shell\n    expires: soon\n');
});
afterAll(() => at.clear());

function entry(reason: string, expires: string): string {
  return `suppress:\n  - rule: unattended-shell\n    workload: crawler\n    reason: ${reason}\n    expires: ${expires}\n`;
}

const DETECT = ['detect', 'story.jsonl'];

describe('--suppress', () => {
  it('keeps accepted findings from failing the check, and counts them', () => {
    const { code, stdout, stderr } = at.workbench([...DETECT, '--suppress', 'accepted.yml', '--today', '2026-06-30']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain('findings 0 · suppressed 1');
    expect(stderr).not.toContain('no findings');
  });

  it('shows them with the reason when asked', () => {
    const words = [...DETECT, '--suppress', 'accepted.yml', '--today', '2026-06-30', '--show-suppressed'];
    expect(at.workbench(words).stdout).toMatch(
      /\(suppressed\)\n.*\n {2}suppressed {2}until 2026-06-30: until 2026-06-30 \(accepted\.yml:2\)/,
    );
    const sarif = JSON.parse(at.workbench([...words, '--format', 'sarif']).stdout);
    expect(sarif.runs[0].results[0].suppressions).toMatchObject([{ kind: 'external' }]);
  });

  it('leaves them in the documents of programs, with their status', () => {
    const { stdout } = at.workbench([...DETECT, '--suppress', 'accepted.yml', '--today', '2026-06-30', '--format', 'json']);
    const report = JSON.parse(stdout);
    expect(schemaErrors('detection-report', report)).toEqual([]);
    expect(report.findings).toMatchObject([{ status: 'suppressed', suppression: { expires: '2026-06-30', by: 'accepted.yml:2' } }]);
  });

  it('no longer holds on the day after, and says so', () => {
    const { code, stderr } = at.workbench([...DETECT, '--suppress', 'accepted.yml', '--today', '2026-07-01']);
    expect(code).toBe(1);
    expect(stderr).toContain('accepted.yml:2: suppression expired on 2026-06-30 (until 2026-06-30); 1 finding that it matches count again');
  });

  it('says which entries match nothing', () => {
    const { code, stderr } = at.workbench([...DETECT, '--suppress', 'unused.yml', '-q']);
    expect(code).toBe(1);
    expect(stderr).toBe('unused.yml:2: suppression matches nothing in this run (nobody)\n');
  });

  it('says nothing of unused entries when a filter or a rule narrows what is looked at', () => {
    expect(at.workbench([...DETECT, '--suppress', 'accepted.yml', '--today', '2026-01-01', '-q', '--pod', 'elsewhere']).stderr).toBe('');
    expect(at.workbench([...DETECT, '--suppress', 'unused.yml', '-q', '--rule', 'late-execution']).stderr).toBe('');
  });

  it.each([
    [['--suppress', 'broken.yml'], /broken\.yml:2:5: reason is required.*\nbroken\.yml:3:14: "soon" is no day/],
    [['--suppress', 'gone.yml'], /gone\.yml can't be read/],
    [['--today', 'tomorrow'], /Write a day like 2027-01-31/],
  ])('%j ends in 2', (words, stderr) => {
    expect(at.workbench([...DETECT, ...words])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(stderr) });
  });

  it('is .workbench/suppress.yml when that is there', () => {
    mkdirSync(at.path('.workbench'));
    at.file('.workbench/suppress.yml', entry('here', 'never'));
    expect(at.workbench(DETECT)).toMatchObject({ code: 0, stderr: expect.stringContaining('suppressed 1') });
  });
});

describe('--baseline', () => {
  it('makes what it holds known, and known findings do not fail the check', () => {
    const words = ['--suppress', 'unused.yml'];
    const written = at.workbench([...DETECT, ...words, '--write-baseline', 'known.yml']);
    expect(written).toMatchObject({ code: 0, stderr: expect.stringContaining('1 finding in the baseline known.yml') });
    expect(written.stderr).toContain('findings 0 · known from the baseline 1');
    const again = at.workbench([...DETECT, ...words, '--baseline', 'known.yml']);
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('(known)');
    const before = readFileSync(at.path('known.yml'), 'utf8');
    at.workbench([...DETECT, ...words, '--baseline', 'known.yml', '--write-baseline', 'known.yml', '--force']);
    expect(readFileSync(at.path('known.yml'), 'utf8')).toBe(before);
    expect(before).toContain('rule: unattended-shell');
  });

  it('says when it matches nothing', () => {
    at.file('other.yml', 'kind: findings\nfindings:\n  - {id: "0000000000000000", level: low}\n');
    at.file('none.yml', 'kind: findings\n');
    const { code, stderr } = at.workbench([...DETECT, '--suppress', 'unused.yml', '--baseline', 'other.yml', '--baseline', 'none.yml']);
    expect(code).toBe(1);
    expect(stderr).toContain('other.yml: the baseline matches nothing in this run: none of its 1 finding is there');
    expect(stderr).toContain('none.yml: the baseline holds no findings');
  });

  it('holds no critical shell unless that is asked for', () => {
    at.file('taken.jsonl', TAKEN_OVER);
    const words = ['detect', 'taken.jsonl', '--suppress', 'unused.yml'];
    const refused = at.workbench([...words, '--write-baseline', 'careful.yml']);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/not in it, .*reverse-shell-same-process.*--allow-critical/) });
    expect(readFileSync(at.path('careful.yml'), 'utf8')).toContain('findings: []');
    expect(at.workbench([...words, '--write-baseline', 'bold.yml', '--allow-critical']).code).toBe(0);
    expect(at.workbench([...words, '--baseline', 'bold.yml']).code).toBe(0);
  });

  it.each([
    [['--allow-critical'], /Add --write-baseline FILE/],
    [['--write-baseline', 'story.jsonl'], /story\.jsonl exists/],
    [['--write-baseline', '-'], /a file of its own/],
    [['--write-baseline', 'x.yml', '--format', 'yaml=x.yml'], /a file of its own/],
    [['--baseline', 'gone.yml'], /gone\.yml can't be read/],
    [['--baseline', 'accepted.yml'], /accepted\.yml:1:1: kind is required/],
  ])('%j ends in 2 and writes nothing', (words, stderr) => {
    expect(at.workbench([...DETECT, ...words])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(stderr) });
    expect(readdirSync(at.folder).filter((name) => name.startsWith('x.yml') || name.includes('partial'))).toEqual([]);
  });
});

describe('baseline learn', () => {
  it('writes what detect then takes for known', () => {
    const learned = at.workbench(['baseline', 'learn', 'story.jsonl', '-o', 'behaviour.yml']);
    expect(learned).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('learned 1 workload in behaviour.yml') });
    const words = [...DETECT, '--suppress', 'accepted.yml', '--today', '2026-01-01', '--baseline', 'behaviour.yml', '--fail-on', 'medium'];
    expect(at.workbench(words).code).toBe(0);
  });

  it('tells what is new, with the rules for it in the report', () => {
    at.file('calm.yml', at.workbench(['baseline', 'learn', 'story.jsonl', '--binary', 'node']).stdout);
    const words = [...DETECT, '--suppress', 'accepted.yml', '--today', '2026-01-01', '--baseline', 'calm.yml', '--fail-on', 'medium'];
    const { code, stdout } = at.workbench([...words, '--format', 'json']);
    const report = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(schemaErrors('detection-report', report)).toEqual([]);
    const found: readonly { rule: { id: string; kind: string } }[] = report.findings;
    expect(found.filter(({ rule }) => rule.kind === 'baseline').map(({ rule }) => rule.id)).toEqual([
      'new-binary',
      'new-parent',
      'new-destination',
    ]);
    const junit = at.workbench([...words, '--format', 'junit']).stdout;
    expect(junit).toContain('<testsuite name="baseline" tests="5" failures="3"');
  });

  it('says when none of its workloads is there', () => {
    at.file('elsewhere.yml', 'kind: behaviour\nworkloads:\n  - workload: elsewhere\n');
    const { stderr } = at.workbench([...DETECT, '--baseline', 'elsewhere.yml']);
    expect(stderr).toContain('elsewhere.yml: the baseline matches nothing in this run: none of its 1 workload is there');
  });

  it('overwrites nothing unless told to', () => {
    expect(at.workbench(['baseline', 'learn', 'story.jsonl', '-o', 'story.jsonl'])).toMatchObject({ code: 2, stdout: '' });
  });
});
