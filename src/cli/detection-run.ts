import { isAlertRule } from '../detections/alerts.js';
import { type DetectionReport, detect } from '../detections/engine.js';
import { RULES } from '../detections/rules/index.js';
import { type DetectionDocument, detectionReport } from '../export/detection-report.js';
import type { JsonObject } from '../export/json.js';
import { UserError } from '../model/error.js';
import { type Finding, type Incident, type Level, levelRank } from '../model/finding.js';
import { nearest } from '../model/nearest.js';
import { findingsOfCase } from './findings.js';
import type { Session } from './session.js';
import { version } from './version.js';

/** As much of a session as rules need. */
export interface JudgedCase {
  readonly caseFile: Pick<Session['caseFile'], 'detection'>;
}

/**
 * Asks the built-in rules of a case: all of them, or those that are named. Throws `UserError` for a rule that there is not; `others` are
 * ids that are known elsewhere.
 */
export function runRules(
  session: JudgedCase,
  ids: readonly string[] = [],
  others: readonly string[] = [],
  clock?: () => number,
): DetectionReport {
  const known = RULES.map((rule) => rule.id);
  for (const id of ids) {
    if (known.includes(id) || others.includes(id) || isAlertRule(id)) continue;
    const meant = nearest(id, known);
    throw new UserError(`there is no rule "${id}"`, meant === undefined ? `Rules: ${known.join(', ')}` : `Did you mean ${meant}?`);
  }
  const asked = ids.length === 0 ? {} : { skip: known.filter((id) => !ids.includes(id)), alerts: ids };
  return detect(session.caseFile.detection, { ...asked, ...(clock && { clock }) });
}

/** The run as if only the processes that the filter lets through had been found: what the report shows and the threshold asks. */
export function withinFilter(report: DetectionReport, { view, filter }: Pick<Session, 'view' | 'filter'>): DetectionReport {
  if (filter.terms.length === 0) return report;
  const matching = new Set(view.matchingProcesses(filter));
  return { ...report, findings: report.findings.filter((finding) => matching.has(finding.process.id)) };
}

/** Findings at a level or above it. */
export function fromLevel(findings: readonly Finding[], level: Level): readonly Finding[] {
  return findings.filter((finding) => levelRank(finding.level) >= levelRank(level));
}

/** The incidents that some of the findings belong to, naming no finding that is not there. */
function tellingOf(incidents: readonly Incident[], findings: readonly Finding[]): readonly Incident[] {
  const ids = new Set(findings.map((finding) => finding.id));
  return incidents.flatMap((incident) => {
    const present = incident.findings.filter((id) => ids.has(id));
    return present.length === 0 ? [] : [{ ...incident, findings: present }];
  });
}

/** The document that `detect` and `export findings` print. */
export function reportDocument(
  session: Pick<Session, 'view' | 'sources'>,
  report: DetectionReport,
  findings: readonly Finding[],
): JsonObject {
  return detectionReport(detectionDocument(session, report, findings));
}

/** Everything that a run of the rules says, with what the case knows of the processes that were found. */
export function detectionDocument(
  { view, sources }: Pick<Session, 'view' | 'sources'>,
  report: DetectionReport,
  findings: readonly Finding[],
): DetectionDocument {
  const { firstTimeUs, lastTimeUs, missing } = view.overview();
  return {
    version: version(),
    sources,
    firstTimeUs,
    lastTimeUs,
    missing,
    rules: report.rules,
    costs: report.costs,
    findings: findingsOfCase(view, findings),
    incidents: tellingOf(report.incidents, findings),
  };
}
