import type { Finding, Incident } from '../../model/finding.js';
import type { CaseDatabase } from '../database.js';

/** Findings of the revision, as `saveJudgement` wrote them. */
export function readFindings(database: CaseDatabase): readonly Finding[] {
  return database.prepare<[], string>('select content from finding order by id').pluck().all().map(findingIn);
}

/** Incidents of the revision, as `saveJudgement` wrote them. */
export function readIncidents(database: CaseDatabase): readonly Incident[] {
  return database.prepare<[], string>('select content from incident order by id').pluck().all().map(incidentIn);
}

function findingIn(content: string): Finding {
  const finding: Finding = JSON.parse(content);
  return finding;
}

function incidentIn(content: string): Incident {
  const incident: Incident = JSON.parse(content);
  return incident;
}
