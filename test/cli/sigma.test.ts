import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { RULES } from '../../src/detections/rules/index.js';
import { schemaErrors } from '../export/schemas.js';
import { STORY } from './events.js';
import { type Desk, desk } from './workbench.js';

const NETCAT = `title: Netcat
id: 11111111-1111-4111-8111-111111111111
author: Somebody
references: [https://example.org/netcat]
level: critical
tags: [attack.execution, attack.t1059.004]
logsource: {product: linux, category: process_creation}
detection:
  selection: {Image|endswith: /nc}
  condition: selection
`;
const CRON = `title: Cron
id: 22222222-2222-4222-8222-222222222222
logsource: {product: linux, service: cron}
detection:
  words: [REPLACE]
  condition: words
`;
const BROKEN = 'title: Broken\nlogsource: {product: linux}\ndetection:\n  selection: {a: b}\n  condition: selections\n';

let at: Desk;
beforeAll(() => {
  at = desk();
  at.file('story.jsonl', STORY);
  mkdirSync(at.path('rules'));
  mkdirSync(at.path('rules/linux'));
  at.file('rules/linux/netcat.yml', NETCAT);
  at.file('rules/cron.yaml', CRON);
  at.file('rules/README.md', 'no rule');
  at.file('broken.yml', BROKEN);
  mkdirSync(at.path('empty'));
});
afterAll(() => at.clear());

const NETCAT_ID = '11111111-1111-4111-8111-111111111111';
const detect = (...words: string[]) => at.workbench(['detect', 'story.jsonl', '--fail-on', 'critical', ...words]);

/** The behaviour rules and the two Sigma rules of these tests. */
const LOADED = RULES.length + 2;

describe('rules', () => {
  it('lists the built-in rules and those of files', () => {
    const { code, stdout, stderr } = at.workbench(['rules', 'list', '--sigma', 'rules', '--format', 'json']);
    const document = JSON.parse(stdout);
    expect({ code, stderr }).toEqual({ code: 0, stderr: `${LOADED} rules\n` });
    expect(schemaErrors('rules', document)).toEqual([]);
    expect(document.rules.at(-1)).toMatchObject({ id: NETCAT_ID, level: 'critical', place: { source: 'rules/linux/netcat.yml', line: 1 } });
    expect(at.workbench(['rules']).stdout).toMatch(/^LEVEL +KIND +ID +ATT&CK +TITLE\n/);
    const [header = '', first = ''] = at.workbench(['rules', 'list', '--format', 'ndjson']).stdout.split('\n');
    expect(schemaErrors('ndjson-header', JSON.parse(header))).toEqual([]);
    expect(schemaErrors('rule', JSON.parse(first))).toEqual([]);
  });

  it('shows all that one says of itself', () => {
    const { code, stdout } = at.workbench(['rules', 'show', NETCAT_ID, '--sigma', 'rules']);
    expect(code).toBe(0);
    expect(schemaErrors('rule', parse(stdout))).toEqual([]);
    expect(parse(stdout)).toMatchObject({ title: 'Netcat', author: 'Somebody', kind: 'sigma' });
    expect(at.workbench(['rules', 'show', 'late-executoin'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean late-execution?'),
    });
  });

  it.each([
    ['rules', 0, '', '2 rules, 0 correlations, 0 filters, 0 documents of another taxonomy, 0 errors, 0 warnings\n'],
    ['broken.yml', 2, /^broken\.yml:5:14: error: /, /1 error, 0 warnings\n$/],
    ['nothing.yml', 3, '', /^0 rules/],
    ['gone.yml', 2, '', /there is no rule file gone\.yml/],
  ])('checks %s and ends in %d', (path, code, stdout, stderr) => {
    at.file('nothing.yml', '# to be written\n');
    const ended = at.workbench(['rules', 'check', path]);
    expect(ended.code).toBe(code);
    if (typeof stdout === 'string') expect(ended.stdout).toBe(stdout);
    else expect(ended.stdout).toMatch(stdout);
    expect(ended.stderr).toMatch(stderr);
  });
});

describe('--sigma', () => {
  it.each([['rules'], ['rules/linux/netcat.yml'], ['rules/**/*.yml']])('asks the rules of %s beside the built-in ones', (path) => {
    const { code, stdout } = detect('--sigma', path, '--format', 'json');
    const report = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(schemaErrors('detection-report', report)).toEqual([]);
    expect(report.findings).toMatchObject([
      { rule: { id: NETCAT_ID, kind: 'sigma', attack: ['T1059.004'], author: 'Somebody', references: ['https://example.org/netcat'] } },
      { rule: { id: 'unattended-shell' } },
    ]);
  });

  it('says which rules had no data, and why', () => {
    const { stderr, stdout } = detect('--sigma', 'rules', '--format', 'junit');
    // No hook tells what standard streams were put on, and there is no log of cron.
    expect(stderr).toContain(`rules ${LOADED}: ${LOADED - 2} ran, 2 had no data`);
    expect(stderr).toMatch(/no data for 22222222-2222-4222-8222-222222222222: .*service cron/);
    expect(stdout).toContain('<testsuite name="sigma" tests="2" failures="1" errors="0" skipped="1">');
  });

  it('names the author of a rule to who reads its help', () => {
    const { runs } = JSON.parse(detect('--sigma', 'rules', '--format', 'sarif').stdout);
    const rules: readonly { id: string; help: { text: string } }[] = runs[0].tool.driver.rules;
    expect(rules.find(({ id }) => id === NETCAT_ID)?.help.text).toContain('Author: Somebody References: https://example.org/netcat');
  });

  it('asks one of them alone when --rule names it', () => {
    const { stdout, stderr } = detect('--sigma', 'rules', '--rule', NETCAT_ID, '--format', 'json');
    expect(JSON.parse(stdout).findings).toHaveLength(1);
    expect(stderr).toContain(`rules ${LOADED}: 1 ran, 0 had no data, ${LOADED - 1} skipped`);
    expect(detect('--rule', NETCAT_ID)).toMatchObject({ code: 2 });
  });

  it('refuses a rule that does not load, with its place', () => {
    const { code, stdout, stderr } = detect('--sigma', 'rules', '--sigma', 'broken.yml');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^workbench: broken\.yml:5:14: .*\n--keep-going asks the others\.\n$/);
  });

  it('goes on without it when told to, and does not end as if all had been asked', () => {
    const broken = ['--sigma', 'broken.yml', '--keep-going'];
    const calm = detect(...broken);
    expect(calm.code).toBe(2);
    expect(calm.stderr).toContain('broken.yml:5:14: error: ');
    expect(calm.stdout).toContain('unattended-shell');
    expect(detect('--sigma', 'rules', ...broken).code).toBe(1);
  });

  it.each([['gone.yml'], ['gone/*.yml'], ['empty']])('ends in 2 for %s', (path) => {
    expect(detect('--sigma', path)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(path) });
  });
});
