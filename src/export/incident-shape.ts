import type { Incident, IncidentStep } from '../model/finding.js';
import { evidenceShape } from './finding-shape.js';
import { type JsonObject, present, timeText } from './json.js';
import { processRefShape } from './process-shape.js';

/** An incident as `detect` and `story` print it. */
export function incidentShape(incident: Incident): JsonObject {
  return present({
    id: incident.id,
    title: incident.title,
    level: incident.level,
    firstSeen: timeText(incident.firstSeenUs),
    lastSeen: timeText(incident.lastSeenUs),
    findings: incident.findings,
    steps: incident.steps.map(stepShape),
    stepsLeftOut: incident.stepsLeftOut === 0 ? undefined : incident.stepsLeftOut,
  });
}

function stepShape(step: IncidentStep): JsonObject {
  return present({
    stage: step.stage,
    time: timeText(step.timeUs, step.timeNs),
    ...processRefShape(step.process),
    place: step.place,
    summary: step.summary,
    count: step.count === 1 ? undefined : step.count,
    evidence: step.evidence.map(evidenceShape),
  });
}
