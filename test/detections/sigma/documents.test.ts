import { describe, expect, it } from 'vitest';
import { techniquesOf } from '../../../src/detections/sigma/attack-tags.js';
import { loadSigma, type SigmaRuleSet } from '../../../src/detections/sigma/index.js';

const DETECTION = 'logsource: { product: linux }\ndetection: { selection: { A: x }, condition: selection }\n';

function load(text: string, path = 'rules/one.yml'): SigmaRuleSet {
  return loadSigma([{ path, text }]);
}

/** `line:column reason` of everything that is wrong, warnings marked. */
function wrong(text: string): readonly string[] {
  return load(text).problems.map(
    ({ line, column, reason, severity }) => `${line}:${column} ${severity === 'warning' ? '(warning) ' : ''}${reason}`,
  );
}

describe('a rule file', () => {
  it('holds several documents', () => {
    const set = load(`title: One\n${DETECTION}---\ntitle: Two\n${DETECTION}---\n`);
    expect([set.rules.map((rule) => rule.title), set.problems]).toEqual([['One', 'Two'], []]);
  });

  it('keeps its good documents when another is wrong', () => {
    const set = load(`title: One\n${DETECTION}---\ntitle: [broken\n---\ntitle: Three\n${DETECTION}`);
    expect(set.rules.map((rule) => rule.title)).toEqual(['One', 'Three']);
    expect(set.problems.every((problem) => problem.file === 'rules/one.yml' && problem.line >= 4)).toBe(true);
    expect(set.problems.length).toBeGreaterThan(0);
  });

  it('may begin with a byte order mark and be empty', () => {
    expect(load(`\uFEFFtitle: One\n${DETECTION}`).rules.length).toBe(1);
    expect([load('').problems, load('# nothing\n').problems, load('---\n').problems]).toEqual([[], [], []]);
  });

  it('keeps what is for display, and unknown keys do no harm', () => {
    const [rule] = load(`title: One
id: 7e6a1f3c
name: one
status: test
description: Says what.
author: Somebody, Somebody Else
license: DRL 1.1
date: 2026-01-31
modified: 2026-02-01
references: [https://example.com/a]
falsepositives: Backups
fields: [A]
scope: [server]
related: [{ id: 1234, type: similar }]
tags: [attack.execution, attack.t1059.004]
level: high
custom: { anything: goes }
${DETECTION}`).rules;
    expect(rule).toMatchObject({
      id: '7e6a1f3c',
      name: 'one',
      status: 'test',
      author: 'Somebody, Somebody Else',
      license: 'DRL 1.1',
      date: '2026-01-31',
      modified: '2026-02-01',
      references: ['https://example.com/a'],
      falsePositives: ['Backups'],
      fields: ['A'],
      scope: ['server'],
      related: [{ id: '1234', type: 'similar' }],
      tags: ['attack.execution', 'attack.t1059.004'],
      level: 'high',
    });
  });

  it.each([
    ['no title', DETECTION, '1:1 title is missing'],
    ['no logsource', 'title: x\ndetection: { selection: { A: x }, condition: selection }', '1:1 logsource is missing'],
    [
      'an empty logsource',
      'title: x\nlogsource: { definition: y }\ndetection: { s: { A: x }, condition: s }',
      '2:12 logsource names no product, category or service',
    ],
    ['no detection', 'title: x\nlogsource: { product: linux }', '1:1 detection is missing'],
    [
      'a detection that is a list',
      'title: x\nlogsource: { product: linux }\ndetection: [a]',
      '3:12 detection is a mapping of selections and a condition',
    ],
    [
      'a level that there is not',
      `title: x\nlevel: hihg\n${DETECTION}`,
      '2:8 level "hihg" is none of informational, low, medium, high, critical: did you mean high?',
    ],
    [
      'a status that there is not',
      `title: x\nstatus: great\n${DETECTION}`,
      '2:9 status "great" is none of stable, test, experimental, deprecated, unsupported',
    ],
    ['a date that is none', `title: x\ndate: 2026-02-30\n${DETECTION}`, '2:7 date "2026-02-30" is not a day like 2026-01-31'],
    [
      'an unknown selection',
      'title: x\nlogsource: { product: linux }\ndetection:\n  selection: { A: x }\n  condition: selection and not filter',
      '5:32 condition: there is no selection "filter"',
    ],
    [
      'a modifier that there is not',
      'title: x\nlogsource: { product: linux }\ndetection:\n  selection:\n    A|kontains: x\n  condition: selection',
      '5:5 there is no modifier "kontains": did you mean contains?',
    ],
    [
      'a value that its modifier refuses',
      'title: x\nlogsource: { product: linux }\ndetection:\n  selection:\n    A|re:\n      - fine\n      - "(open"\n  condition: selection',
      expect.stringMatching(/^7:9 A\|re: the regular expression can't be used/),
    ],
    ['a document that is no mapping', '- a\n- b', '1:1 a rule is a mapping'],
    ['an action of Sigma 1', `action: global\ntitle: x\n${DETECTION}`, '1:1 action belonged to Sigma 1: write each rule in full'],
    [
      'a merge key',
      'title: x\nlogsource: { product: linux }\ndetection:\n  a: &a { A: x }\n  b:\n    <<: *a\n  condition: a',
      '6:5 merge keys (<<) are not part of YAML 1.2: write the keys out',
    ],
    ['a key twice', `title: x\ntitle: y\n${DETECTION}`, expect.stringMatching(/^2:1 not YAML: Map keys must be unique/)],
    [
      'an alias without an anchor',
      `title: *nobody\n${DETECTION}`,
      expect.stringMatching(/^1:8 not YAML: .*nobody|^1:8 the alias names no anchor/),
    ],
  ])('is refused with its place: %s', (_, text, expected) => {
    expect(load(text).rules).toEqual([]);
    expect(wrong(text)).toContainEqual(expected);
  });

  it.each([
    ['a date of Sigma 1', `title: x\ndate: 2026/1/31\n${DETECTION}`, '2:7 (warning) date is written 2026-01-31 since Sigma 2'],
    ['a tag without a namespace', `title: x\ntags: [execution]\n${DETECTION}`, '2:8 (warning) the tag "execution" has no namespace'],
    [
      'a selection that is never asked for',
      'title: x\nlogsource: { product: linux }\ndetection: { a: { A: x }, b: { A: y }, condition: a }',
      '3:27 (warning) the condition never asks for "b"',
    ],
    [
      'all over a single value',
      'title: x\nlogsource: { product: linux }\ndetection: { a: { A|all: x }, condition: a }',
      '3:19 (warning) all has a single value: it changes nothing',
    ],
  ])('loads with a warning: %s', (_, text, expected) => {
    expect(load(text).rules.length).toBe(1);
    expect(wrong(text)).toEqual([expected]);
  });

  it('reports every mistake of a rule at once', () => {
    const reasons = wrong(
      'title: x\nlevel: none\nlogsource: { product: linux }\ndetection:\n  a: { A|foo: x }\n  b: { B|exists: 3 }\n  condition: c',
    );
    expect(reasons.length).toBe(4);
  });

  it('is left out with a message when its fields are of another taxonomy', () => {
    const set = load(`title: Other\ntaxonomy: ecs\n${DETECTION}---\ntitle: Same\ntaxonomy: sigma\n${DETECTION}`);
    expect(set.rules.map((rule) => rule.title)).toEqual(['Same']);
    expect(set.skipped).toEqual([
      {
        file: 'rules/one.yml',
        line: 1,
        column: 1,
        title: 'Other',
        why: 'its fields are those of the taxonomy "ecs", which is not known here',
      },
    ]);
    expect(set.problems).toEqual([]);
  });

  it('is refused when its id or name is taken', () => {
    const set = loadSigma([
      { path: 'a.yml', text: `title: One\nid: same\n${DETECTION}` },
      { path: 'b.yml', text: `title: Two\nname: same\n${DETECTION}` },
    ]);
    expect(set.rules.map((rule) => rule.title)).toEqual(['One']);
    expect(set.problems.map((problem) => `${problem.file} ${problem.reason}`)).toEqual([
      'b.yml "Two" has the id or name of "One" (a.yml:1)',
    ]);
  });

  it('cannot fill the memory with aliases of aliases', () => {
    const levels = Array.from({ length: 30 }, (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level}, `.repeat(10)}]`);
    const set = load(`title: x\nl0: &l0 [a]\n${levels.join('\n')}\n${DETECTION}`);
    expect(set.rules).toEqual([]);
    expect(set.problems.map((problem) => problem.reason)).toContain('the document is nested too deeply, or its aliases make it too large');
  });
});

describe('ATT&CK tags', () => {
  it('become technique ids, old ones those of their successors', () => {
    expect(
      techniquesOf([
        'attack.stealth',
        'attack.t1059.004',
        'attack.t1562.001',
        'attack.T1562.012',
        'attack.t1685',
        'attack.s0002',
        'cve.2026-1',
      ]),
    ).toEqual(['T1059.004', 'T1685', 'T1685.004']);
  });
});
