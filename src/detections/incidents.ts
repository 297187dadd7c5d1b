import type { DetectionCase } from '../model/detection-case.js';
import { type Finding, type Incident, type IncidentStep, type Level, levelRank } from '../model/finding.js';
import { folded } from './incident/folding.js';
import { type Group, groupsOf, type Member } from './incident/grouping.js';
import { placeOf, stepsOf } from './incident/steps.js';
import { textHash } from './text-hash.js';
import { destination, span } from './wording.js';

const STEPS_KEPT = 200;
const PLACES_NAMED = 4;

/**
 * The intrusions that findings tell of, most severe first: each with its findings and everything around them as steps by time, from how it
 * began to what it touched. A case without a finding of level high or above has none. Pure, like the rules.
 */
export function incidentsOf(view: DetectionCase, findings: readonly Finding[]): readonly Incident[] {
  return groupsOf(view, findings)
    .map((group) => incident(view, group, findings))
    .sort(compareIncidents);
}

function incident(view: DetectionCase, group: Group, report: readonly Finding[]): Incident {
  const own = new Set([...group.serious, ...group.beside].map((member) => member.finding));
  const findings = report.filter((finding) => own.has(finding));
  const steps = folded(stepsOf(view, group));
  return {
    id: textHash(`incident\u0000${group.serious[0].finding.id}`),
    title: titleOf(view, group, steps),
    level: findings.reduce<Level>((worst, { level }) => (levelRank(level) > levelRank(worst) ? level : worst), 'informational'),
    ...span(...findings.flatMap((finding) => [finding.firstSeenUs, finding.lastSeenUs]), ...steps.map((step) => step.timeUs)),
    findings: findings.map((finding) => finding.id),
    steps: steps.slice(0, STEPS_KEPT),
    stepsLeftOut: Math.max(0, steps.length - STEPS_KEPT),
  };
}

/** `Intrusion in crawler, then resumes, commanded from c2.example (203.0.113.9:4444): data sent out`. */
function titleOf(view: DetectionCase, group: Group, steps: readonly IncidentStep[]): string {
  const places = [...new Set(group.serious.map(({ finding }) => placeOf(view, finding.process.id)))];
  const [first = '', ...others] = places;
  const shown = others.slice(0, PLACES_NAMED - 1);
  const more = others.length > shown.length ? `, and ${others.length - shown.length} more` : '';
  const where = shown.length === 0 ? first : `${first}, then ${shown.join(', ')}${more}`;
  const commander = commanderOf(group.serious);
  const from = commander === undefined ? '' : `, commanded from ${commander}`;
  const reached = new Set(steps.map((step) => step.stage));
  const ends = [...(reached.has('credential') ? ['secrets read'] : []), ...(reached.has('exfiltration') ? ['data sent out'] : [])];
  return `Intrusion in ${where}${from}${ends.length === 0 ? '' : `: ${ends.join(', ')}`}`;
}

function commanderOf(members: readonly Member[]): string | undefined {
  const outside = members
    .flatMap(({ finding }) => finding.connections)
    .find(({ direction, scope }) => direction === 'outbound' && scope === 'external');
  return outside === undefined ? undefined : destination(outside);
}

function compareIncidents(a: Incident, b: Incident): number {
  return (
    levelRank(b.level) - levelRank(a.level) ||
    (a.firstSeenUs ?? Number.MAX_SAFE_INTEGER) - (b.firstSeenUs ?? Number.MAX_SAFE_INTEGER) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}
