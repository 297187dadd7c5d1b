import type { DetectionDocument } from './detection-report.js';
import { type JsonObject, present, SCHEMA_VERSION } from './json.js';

/**
 * The baseline that later runs are compared with. `id` and `level` are what counts, the rest is for the one who reviews it. Sorted by rule
 * and fingerprint, so that two of them can be compared line by line.
 */
export function findingsBaseline(findings: DetectionDocument['findings']): JsonObject {
  const sorted = [...findings].sort((a, b) => compare(a.finding.rule.id, b.finding.rule.id) || compare(a.finding.id, b.finding.id));
  return {
    schemaVersion: SCHEMA_VERSION,
    kind: 'findings',
    findings: sorted.map(({ finding, place }) =>
      present({
        id: finding.id,
        rule: finding.rule.id,
        level: finding.level,
        title: finding.title,
        workload: place.container?.workload,
        container: place.container?.name,
        binary: finding.process.binary,
      }),
    ),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
