import { describe, expect, it } from 'vitest';
import { junitXml } from '../../src/export/junit.js';
import { printable } from '../../src/model/printable.js';
import { checkReport, HOSTILE, placed, ruleEntry } from './check-sample.js';
import { incident } from './samples.js';

describe('junitXml', () => {
  it('has a test case per rule: failed, passed, or skipped with the reason', () => {
    expect(junitXml(checkReport()).split('\n')).toEqual([
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites name="workbench" tests="3" failures="1" errors="0" skipped="1">',
      '  <testsuite name="behaviour" tests="3" failures="1" errors="0" skipped="1">',
      '    <testcase classname="workbench.behaviour" name="reverse-shell: Reverse shell">',
      '      <failure type="critical" message="sh in crawler is driven by c2.example.com:4444">',
      '        critical (new): sh in crawler is driven by c2.example.com:4444 [f1]',
      '        A shell started by node holds a connection to an external address.',
      '        events.jsonl:4 connect to 203.0.113.9:4444',
      '      </failure>',
      '    </testcase>',
      '    <testcase classname="workbench.behaviour" name="calm: Nothing of the kind"/>',
      '    <testcase classname="workbench.behaviour" name="exfiltration: Exfiltration">',
      '      <skipped message="no connection events"/>',
      '    </testcase>',
      '  </testsuite>',
      '</testsuites>',
      '',
    ]);
  });

  it.each([
    ['below the threshold', placed({ level: 'medium' })],
    ['that is known', placed({ status: 'known' })],
    ['that is suppressed', placed({ status: 'suppressed' })],
  ])('passes a rule with a finding %s, and says it', (_, finding) => {
    const text = junitXml(checkReport({ findings: [finding] }));
    expect(text).toContain('failures="0"');
    expect(text).toContain('<system-out>');
  });

  it('fails nothing when no level fails the check', () => {
    expect(junitXml(checkReport({ failOn: 'none' }))).toContain('failures="0"');
  });

  it('has a test suite per kind of rule', () => {
    const text = junitXml(checkReport({ catalogue: [ruleEntry(), ruleEntry({ id: 'sigma', kind: 'sigma' })] }));
    expect([...text.matchAll(/<testsuite name="(\w+)" tests="(\d)"/g)].map(([, ...found]) => found)).toEqual([
      ['behaviour', '1'],
      ['sigma', '1'],
    ]);
  });

  it('lets nothing that an attacker wrote close an element or act on a terminal', () => {
    const text = junitXml(checkReport({ findings: [placed({ title: HOSTILE, why: HOSTILE })] }));
    expect(text).not.toContain('<script>');
    expect(text).not.toContain(']]>');
    expect(text.match(/<\/failure>/g)).toHaveLength(1);
    expect(text.split('\n').every((line) => printable(line) === line)).toBe(true);
  });

  it.each([
    ['fails with a finding that does', checkReport({ incidents: [incident()] }), 1],
    ['tells its steps where none of its findings does', checkReport({ incidents: [incident()], failOn: 'none' }), 0],
  ] as const)('has a case of its own for an incident, which %s', (_, report, failures) => {
    const text = junitXml(report);
    const [, suite = ''] = /(<testsuite name="incidents"[\s\S]*<\/testsuite>)/.exec(text) ?? [];
    expect(suite).toContain(`tests="1" failures="${failures}"`);
    expect(suite).toContain(incident().id);
    for (const step of incident().steps) expect(suite).toContain(step.stage);
  });
});
