import { describe, expect, it } from 'vitest';
import { baselineable, markKnown } from '../../../src/detections/review/known-findings.js';
import { readBaseline } from '../../../src/detections/review/read-baseline.js';
import { RULES } from '../../../src/detections/rules/index.js';
import { findingsBaseline } from '../../../src/export/findings-baseline.js';
import { yamlText } from '../../../src/export/yaml.js';
import { placed, ruleEntry } from '../../export/check-sample.js';
import { finding } from '../../export/samples.js';
import { schemaErrors } from '../../export/schemas.js';

describe('a baseline of findings', () => {
  const findings = [
    placed({ id: 'b', title: 'title: # "quoted"\n\u001b[2J' }),
    placed({ id: 'a' }),
    placed({ id: 'c', rule: ruleEntry({ id: 'a-rule' }) }),
  ];

  it('reads back as it was written', () => {
    const read = readBaseline('b.yml', yamlText(findingsBaseline(findings)));
    expect(read).toEqual({
      kind: 'read',
      baseline: {
        kind: 'findings',
        file: 'b.yml',
        findings: [
          { id: 'c', level: 'critical' },
          { id: 'a', level: 'critical' },
          { id: 'b', level: 'critical' },
        ],
      },
    });
  });

  it('is the same bytes in whatever order the findings come, and fits its schema', () => {
    expect(yamlText(findingsBaseline(findings.toReversed()))).toBe(yamlText(findingsBaseline(findings)));
    expect(schemaErrors('findings-baseline', findingsBaseline(findings))).toEqual([]);
  });

  it.each([
    ['that is empty', '', '1:1 the file is empty'],
    ['that is a list', '- a\n', '1:1 a baseline is a mapping of keys'],
    ['that is a report', 'schemaVersion: 1\ntool: {}\nfindings: []\n', '1:1 kind is required: '],
    ['of another kind', 'kind: rules\n', '1:7 "rules" is no kind of baseline'],
    ['with a misspelled key', 'kind: findings\nfinding: []\n', '2:1 there is no key "finding": did you mean findings?'],
    ['with a text for a finding', 'kind: findings\nfindings:\n  - a\n', '3:5 an item is a mapping of keys'],
    ['without a fingerprint', 'kind: findings\nfindings:\n  - level: low\n', '3:5 id is required'],
    ['with a level that is none', 'kind: findings\nfindings:\n  - {id: a, level: bad}\n', '3:20 "bad" is no level'],
  ])('%s is refused with the place', (_, text, problem) => {
    const read = readBaseline('b.yml', text);
    const problems = read.kind === 'refused' ? read.problems.map(({ line, column, reason }) => `${line}:${column} ${reason}`) : [];
    expect(problems[0]).toContain(problem);
  });
});

describe('markKnown', () => {
  const statusOf = (fields: Parameters<typeof finding>[0]) => markKnown([finding(fields)], [{ id: 'f1', level: 'high' }])[0]?.status;

  it.each([
    ['the same', { level: 'high' }, 'known'],
    ['one that is less severe now', { level: 'low' }, 'known'],
    ['one that is more severe now', { level: 'critical' }, 'new'],
    ['another', { id: 'f2', level: 'high' }, 'new'],
    ['one that is suppressed', { level: 'high', status: 'suppressed' }, 'suppressed'],
  ] as const)('leaves %s as it should be', (_, fields, status) => {
    expect(statusOf(fields)).toBe(status);
  });
});

describe('baselineable', () => {
  const [shell] = RULES.filter((rule) => rule.stage === 'shell');
  const [consequence] = RULES.filter((rule) => rule.stage === 'consequence');

  it.each([
    ['a critical shell', shell, 'critical', false],
    ['a shell of another level', shell, 'high', true],
    ['what a shell did', consequence, 'critical', true],
  ] as const)('says of %s whether a baseline may hold it', (_, rule, level, expected) => {
    const one = finding({ level, rule: ruleEntry({ id: rule?.id ?? '' }) });
    expect(baselineable([one], RULES).may).toEqual(expected ? [one] : []);
  });
});
