import { describe, expect, it } from 'vitest';
import { readSuppressions } from '../../../src/detections/review/read-suppressions.js';
import { suppress } from '../../../src/detections/review/suppress.js';
import { placed } from '../../export/check-sample.js';
import { container, fullConnection, fullProcess } from '../../export/samples.js';

const END = '    reason: a backup\n    expires: never\n';

function problemsOf(text: string): readonly string[] {
  return readSuppressions('s.yml', text).problems.map(({ line, column, reason }) => `${line}:${column} ${reason}`);
}

function entriesOf(conditions: string, end = END) {
  const { entries, problems } = readSuppressions('s.yml', `suppress:\n  - ${conditions.replaceAll('\n', '\n    ')}\n${end}`);
  expect(problems).toEqual([]);
  return entries;
}

describe('a file of suppressions', () => {
  it.each([
    ['empty', ''],
    ['of comments', '# nothing yet\n'],
    ['with an empty list', 'suppress: []\n'],
    ['with no list yet', 'suppress:\n'],
  ])('%s has no entries', (_, text) => {
    expect(readSuppressions('s.yml', text)).toEqual({ entries: [], problems: [] });
  });

  it.each([
    ['that is no YAML', 'suppress: [', /^1:12 not YAML/],
    ['with a key twice', `suppress:\n  - rule: a\n    rule: b\n${END}`, /^3:5 not YAML: Map keys must be unique/],
    ['that is a list', '- rule: a\n', /^1:1 write a list under the key "suppress"/],
    ['with another key', 'supress: []\n', /^1:1 there is no key "supress": did you mean suppress\?/],
    ['of two documents', 'suppress: []\n---\nsuppress: []\n', /one document/],
    ['with an entry that is a text', 'suppress:\n  - late-execution\n', /^2:5 an entry is a mapping/],
    ['with a misspelled field', `suppress:\n  - rule: a\n    binari: b\n${END}`, /^3:5 there is no key "binari": did you mean binary\?/],
    ['with an entry about everything', `suppress:\n  -\n${END}`, /^3:5 an entry says what it is about: at least one of rule/],
    ['without a reason', 'suppress:\n  - rule: a\n    expires: never\n', /^2:5 reason is required/],
    ['with an empty reason', 'suppress:\n  - rule: a\n    reason: " "\n    expires: never\n', /^3:13 reason is required/],
    ['without an expiry', 'suppress:\n  - rule: a\n    reason: b\n', /^2:5 expires is required: the last day, like 2027-01-31, or never/],
    ['with a day that is none', 'suppress:\n  - rule: a\n    reason: b\n    expires: 2027-02-30\n', /^4:14 "2027-02-30" is no day/],
    ['with a bad pattern', `suppress:\n  - binary: 'a,'\n${END}`, /^2:13 binary: a value is missing/],
    ['with a mapping for a pattern', `suppress:\n  - binary: {a: b}\n${END}`, /^2:13 binary is a text or a list of texts/],
    ['with no pattern', `suppress:\n  - binary: []\n${END}`, /^2:5 binary: an empty list would match nothing/],
  ])('%s is refused with the place', (_, text, problem) => {
    expect(problemsOf(text)[0]).toMatch(problem);
  });

  it('names every mistake, not the first alone', () => {
    expect(problemsOf('suppress:\n  - rule: a\n  - binary: b\n')).toHaveLength(4);
  });
});

describe('an entry', () => {
  // The finding: reverse-shell in crawler, /bin/sh -c id, connected to 203.0.113.9:4444 (c2.example.com).
  it.each([
    ['rule: reverse-shell', true],
    ['rule: reverse', false],
    ['rule: reverse-*', true],
    ['rule: [late-execution, reverse-shell]', true],
    ['workload: crawl', true],
    ['workload: =crawl', false],
    ['container: crawler', true],
    ['container: 62c56f1f798e', true],
    ["binary: '*/sh'", true],
    ['binary: bash,sh', true],
    ['arguments: "-c id"', true],
    ['arguments: "-c ls"', false],
    ['destination: 203.0.113.0/24', true],
    ['destination: 203.0.113.9:4444', true],
    ["destination: '*.example.com'", true],
    ['destination: 10.0.0.0/8', false],
    ['rule: reverse-shell\nworkload: crawler', true],
    ['rule: reverse-shell\nworkload: other', false],
  ])('%j suppresses the reverse shell: %s', (conditions, isSuppressed) => {
    const { findings, unused } = suppress([placed()], entriesOf(conditions), '2026-01-01');
    expect(findings[0]?.finding.status).toBe(isSuppressed ? 'suppressed' : 'new');
    expect(unused).toHaveLength(isSuppressed ? 0 : 1);
  });

  it('matches nothing by what is not known', () => {
    const { workload, ...nameless } = container();
    const lonely = { ...placed({ connections: [] }), place: { container: nameless } };
    for (const conditions of ["workload: '*'", "destination: '*'"])
      expect(suppress([lonely], entriesOf(conditions), '2026-01-01').unused).toHaveLength(1);
  });

  it('on a destination does not cover a finding that reaches one place more', () => {
    const elsewhere = fullConnection({ id: 6, remote: { ip: '198.51.100.1', port: 443 }, remoteNames: [] });
    const both = placed({ connections: [fullConnection(), elsewhere] });
    expect(suppress([both], entriesOf('destination: c2.example.com'), '2026-01-01').findings[0]?.finding.status).toBe('new');
  });

  it('gives the reason, the last day and its own place', () => {
    const { findings } = suppress([placed()], entriesOf('rule: reverse-shell'), '2026-01-01');
    expect(findings[0]?.finding.suppression).toEqual({ reason: 'a backup', expires: 'never', by: 's.yml:2' });
  });

  it.each([
    ['2026-01-30', 'suppressed'],
    ['2026-01-31', 'suppressed'],
    ['2026-02-01', 'new'],
  ])('that expires on 2026-01-31 leaves the finding on %s %s', (today, status) => {
    const entries = entriesOf('rule: reverse-shell', '    reason: a\n    expires: 2026-01-31\n');
    const { findings, expired, unused } = suppress([placed()], entries, today);
    expect(findings[0]?.finding.status).toBe(status);
    expect(expired.map(({ matches }) => matches)).toEqual(status === 'new' ? [1] : []);
    expect(unused).toEqual([]);
  });

  it('is used also where one before it speaks', () => {
    const first = entriesOf('rule: reverse-shell');
    const second = entriesOf('workload: crawler', '    reason: second\n    expires: never\n');
    const { findings, unused } = suppress([placed({ process: fullProcess() })], [...first, ...second], '2026-01-01');
    expect(findings[0]?.finding.suppression?.reason).toBe('a backup');
    expect(unused).toEqual([]);
  });
});
