import type { CaseFacts } from '../facts.js';
import type { Focus } from '../view.js';
import { findingName, incidentName } from './finding-groups.js';

/**
 * What the findings view calls the row that tells of a process: the finding that is meant, else the worst about it, else one that it plays a
 * part in, else the incident with a step of its. `undefined` when nothing tells of it.
 */
export function storyOf({ findingId, processId = -1 }: Focus, facts: CaseFacts): string | undefined {
  const finding =
    facts.findings.find(({ id, process }) => id === findingId && process.id === processId) ??
    facts.findingsOf.get(processId)?.[0] ??
    facts.partsOf.get(processId)?.[0]?.finding;
  if (finding !== undefined) return findingName(finding);
  const incident = facts.incidents.find(({ steps }) => steps.some(({ process }) => process.id === processId));
  return incident === undefined ? undefined : incidentName(incident);
}
