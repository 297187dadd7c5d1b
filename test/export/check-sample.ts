import type { CheckReport, RuleEntry } from '../../src/export/check-report.js';
import { container, finding, fullProcess, source } from './samples.js';

/** A catalogue entry of a rule that ran. */
export function ruleEntry(fields: Partial<RuleEntry> = {}): RuleEntry {
  return {
    id: 'reverse-shell',
    title: 'Reverse shell',
    description: 'A shell whose input is a connection.',
    level: 'high',
    kind: 'behaviour',
    attack: ['T1059.004'],
    falsePositives: ['An administrator at work.'],
    outcome: { kind: 'ran' },
    ...fields,
  };
}

/** A report with one finding of three rules: one found it, one found nothing, one could not run. */
export function checkReport(fields: Partial<CheckReport> = {}): CheckReport {
  return {
    version: '1.2.3',
    sources: [source()],
    firstTimeUs: source().firstTimeUs,
    lastTimeUs: source().lastTimeUs,
    rules: { loaded: 3, ran: 2, lackingData: [{ id: 'exfiltration', why: 'no connection events' }], skipped: 0 },
    missing: ['no DNS events: names come from arguments only'],
    findings: [placed()],
    incidents: [],
    catalogue: [
      ruleEntry(),
      ruleEntry({ id: 'calm', title: 'Nothing of the kind' }),
      ruleEntry({ id: 'exfiltration', title: 'Exfiltration', outcome: { kind: 'lacking', why: 'no connection events' } }),
    ],
    failOn: 'high',
    workingFolder: '/ci/build',
    ...fields,
  };
}

/** A finding with its process and container. */
export function placed(fields: Parameters<typeof finding>[0] = {}): CheckReport['findings'][number] {
  return { finding: finding(fields), place: { process: fullProcess(), container: container() } };
}

/** Text that tries to act wherever it is shown. */
export const HOSTILE =
  '</failure><script>alert(1)</script> [click](http://evil.example) ![i](http://evil.example/i) @everyone #1 `id` | {0} ]]> \u001b[2J\u202e\n# head';
