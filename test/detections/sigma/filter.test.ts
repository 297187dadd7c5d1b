import { describe, expect, it } from 'vitest';
import { ruleMatches } from '../../../src/detections/sigma/evaluate.js';
import { loadSigma } from '../../../src/detections/sigma/index.js';
import { event } from './events.js';

const RULE = `title: Netcat
id: rule-1
name: netcat
logsource: { product: linux, category: process_creation }
detection:
  selection_tool: { Image|endswith: /nc }
  condition: 1 of selection_*
`;

function filter(body: string, logsource = '{ product: linux, category: process_creation }'): string {
  return `---\ntitle: A filter\nlogsource: ${logsource}\nfilter:\n${body}`;
}

/** Whether the rule still matches nc of a user, with this filter beside it. */
function matchesUser(filterText: string, user: string): boolean {
  const { rules, problems } = loadSigma([{ path: 'x.yml', text: RULE + filterText }]);
  expect(problems.filter((problem) => problem.severity === 'error')).toEqual([]);
  const [rule] = rules;
  return rule !== undefined && ruleMatches(rule, event({ Image: '/bin/nc', User: user }));
}

const FOR_BACKUP = '  selection: { User: backup }\n  condition: not selection\n';

describe('a filter', () => {
  it.each([
    ['by id', '  rules: [rule-1]\n'],
    ['by name', '  rules: [netcat]\n'],
    ['by any', '  rules: any\n'],
    ['by a single name', '  rules: netcat\n'],
  ])('is added to the rules it names: %s', (_, rules) => {
    expect([matchesUser(filter(rules + FOR_BACKUP), 'backup'), matchesUser(filter(rules + FOR_BACKUP), 'kim')]).toEqual([false, true]);
  });

  it('is added as it stands: a condition without not keeps only what it selects, and is warned of', () => {
    const text = filter('  rules: any\n  selection: { User: backup }\n  condition: selection\n');
    expect([matchesUser(text, 'backup'), matchesUser(text, 'kim')]).toEqual([true, false]);
    const { problems } = loadSigma([{ path: 'x.yml', text: RULE + text }]);
    expect(problems).toEqual([
      {
        file: 'x.yml',
        line: 14,
        column: 3,
        severity: 'warning',
        reason:
          'the filter keeps only the events that it selects: a condition is added to the rule as it stands, so to suppress them write not',
      },
    ]);
  });

  it('keeps its selections apart from those of the rule', () => {
    const text = filter('  rules: any\n  selection_tool: { User: backup }\n  condition: not selection_tool\n');
    expect([matchesUser(text, 'backup'), matchesUser(text, 'kim')]).toEqual([false, true]);
  });

  it('is only for rules whose log source its own takes in', () => {
    const rules = '  rules: any\n';
    expect(matchesUser(filter(rules + FOR_BACKUP, '{ product: linux }'), 'backup')).toBe(false);
    expect(matchesUser(filter(rules + FOR_BACKUP, '{ product: windows }'), 'backup')).toBe(true);
    expect(matchesUser(filter(rules + FOR_BACKUP, '{ product: linux, service: auditd }'), 'backup')).toBe(true);
  });

  it('is not for correlations', () => {
    const correlation = '---\ntitle: Many\ncorrelation: { type: event_count, rules: [netcat], timespan: 1m, condition: { gte: 2 } }\n';
    const { correlations, problems } = loadSigma([{ path: 'x.yml', text: RULE + correlation + filter(`  rules: any\n${FOR_BACKUP}`) }]);
    expect([correlations.length, problems]).toEqual([1, []]);
  });

  it('warns when no rule that was loaded is meant', () => {
    const { problems } = loadSigma([{ path: 'x.yml', text: RULE + filter(`  rules: [nobody]\n${FOR_BACKUP}`) }]);
    expect(problems.map((problem) => [problem.severity, problem.reason])).toEqual([
      ['warning', 'the filter "A filter" is for no rule that was loaded'],
    ]);
  });

  it.each([
    ['rules', '  selection: { A: x }\n  condition: not selection\n', 'filter names no rules: list their ids, or write any'],
    ['a condition', '  rules: any\n  selection: { A: x }\n', 'the detection has no condition'],
    [
      'a selection that it asks for',
      '  rules: any\n  selection: { A: x }\n  condition: not other\n',
      'condition: there is no selection "other"',
    ],
  ])('does not load without %s', (_, body, reason) => {
    expect(loadSigma([{ path: 'x.yml', text: RULE + filter(body) }]).problems.map((problem) => problem.reason)).toEqual([reason]);
  });
});
