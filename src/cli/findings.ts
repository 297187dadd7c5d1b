import type { DetectionDocument } from '../export/detection-report.js';
import type { CaseView } from '../model/case-view.js';
import type { Finding } from '../model/finding.js';
import { containerLookup } from './containers.js';

/** Findings by the exec id of the process that they are about: rows change when a case is linked anew, exec ids do not. */
export function findingsByProcess(view: Pick<CaseView, 'findings'>): ReadonlyMap<string, readonly Finding[]> {
  const byProcess = new Map<string, Finding[]>();
  for (const finding of view.findings()) {
    const others = byProcess.get(finding.process.execId);
    if (others === undefined) byProcess.set(finding.process.execId, [finding]);
    else others.push(finding);
  }
  return byProcess;
}

/** Findings with what the case knows of their processes. */
export function findingsOfCase(
  view: Pick<CaseView, 'process' | 'processWithExecId' | 'container'>,
  findings: readonly Finding[],
): DetectionDocument['findings'] {
  const containerOf = containerLookup(view);
  return findings.map((finding) => {
    const row = view.processWithExecId(finding.process.execId);
    const process = row === undefined ? undefined : view.process(row);
    const container = process && containerOf(process);
    return { finding, place: { ...(process && { process }), ...(container && { container }) } };
  });
}
