import { NO_FILTER } from '../../src/model/filter.js';
import type { Finding, Incident } from '../../src/model/finding.js';
import type { WritableCase } from '../../src/store/write.js';

/** A finding about the process of a pid. */
export function finding(store: WritableCase, pid: number): Finding {
  const process = store.view.processes(NO_FILTER, { limit: 1000 }).rows.find((one) => one.pid === pid);
  if (process === undefined) throw new Error(`no process ${pid}`);
  return {
    id: `finding-${pid}`,
    rule: { id: 'a-rule', title: 'A rule', level: 'high', kind: 'behaviour', attack: ['T1059'] },
    level: 'high',
    title: 'Something',
    why: 'Because.',
    count: 1,
    process,
    ancestors: [],
    connections: [],
    related: [],
    evidence: [{ source: 'events.jsonl', line: 1, summary: 'exec' }],
    falsePositives: [],
    status: 'new',
  };
}

/** An incident of these findings, without steps. */
export function incident(findings: readonly string[]): Incident {
  return { id: `incident of ${findings.join()}`, title: 'Intrusion', level: 'high', findings, steps: [], stepsLeftOut: 0 };
}
