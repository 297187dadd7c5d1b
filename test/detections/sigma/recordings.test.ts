import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type CaseData, EVERYTHING, loadSigma, runnable, runSigma, type SigmaRuleSet } from '../../../src/detections/sigma/index.js';
import { recording } from '../../recordings.js';
import { caseOf } from '../../store/case-of.js';

const FOLDER = recording('sigma/');

function published(): SigmaRuleSet {
  const folder = FOLDER ?? '';
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yml'));
  return loadSigma(paths.sort().map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') })));
}

/** How many of the published rules run, by the log source that they are for. */
function counted(set: SigmaRuleSet, data: CaseData): Readonly<Record<string, string>> {
  const kinds = new Map<string, Map<string, number>>();
  for (const rule of set.rules) {
    const source = rule.logSource.category ?? rule.logSource.service ?? 'no category or service';
    const counts =
      kinds.get(source) ??
      new Map([
        ['runs', 0],
        ['partly', 0],
        ['lacking', 0],
      ]);
    const { kind } = runnable(rule, data);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    kinds.set(source, counts);
  }
  return Object.fromEntries(Array.from(kinds, ([source, counts]) => [source, [...counts.values()].join(' ')]));
}

// These need the folder of recordings beside the project, and skip themselves without it.
describe.skipIf(FOLDER === undefined)('the published rules for Linux', () => {
  it('load, every one, without a warning', () => {
    const set = published();
    expect([set.rules.length, set.problems, set.skipped]).toEqual([248, [], []]);
  });

  it('run on programs and connections alone for the greater part', () => {
    expect(
      counted(published(), {
        kinds: new Set(['processes', 'connections']),
        systemCalls: new Set(),
        absentFields: new Set(['DestinationHostname']),
      }),
    ).toMatchObject({
      process_creation: '142 0 2',
      network_connection: '2 0 3',
      auditd: '32 5 17',
      file_event: '0 0 18',
      'no category or service': '0 16 0',
    });
  });

  it('run but for log lines when every policy is there', () => {
    expect(counted(published(), EVERYTHING)).toEqual({
      process_creation: '142 0 2',
      network_connection: '5 0 0',
      auditd: '48 3 3',
      file_event: '18 0 0',
      'no category or service': '0 16 0',
      auth: '0 0 1',
      clamav: '0 0 1',
      cron: '0 0 1',
      guacamole: '0 0 1',
      sshd: '0 0 3',
      sudo: '0 0 1',
      syslog: '0 0 2',
      vsftpd: '0 0 1',
    });
  });
});

describe.skipIf(FOLDER === undefined)('the recorded attack on an application', () => {
  it('is seen by published rules, each with its author, and twice in the same order', async () => {
    const lines = gunzipSync(readFileSync(recording('range/jobs-app/tetragon.jsonl.gz') ?? ''))
      .toString('utf8')
      .split('\n');
    const store = await caseOf(lines.filter((line) => line !== ''));
    const { findings, rules } = runSigma(store.detection, published());
    const serious = findings.filter((finding) => finding.level === 'critical' || finding.level === 'high');
    expect([...new Set(serious.map((finding) => finding.title))]).toEqual([
      'Linux Reverse Shell Indicator',
      'Suspicious Reverse Shell Command Line',
      'Potentially Suspicious Malware Callback Communication - Linux',
    ]);
    expect(findings.every((finding) => finding.rule.author !== undefined && finding.evidence.length > 0)).toBe(true);
    expect([rules.loaded, rules.ran, rules.lackingData.length]).toEqual([248, 228, 20]);
    expect(runSigma(store.detection, published()).findings).toEqual(findings);
  });
});
