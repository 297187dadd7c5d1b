import type { Evidence, Finding, RuleRef } from '../model/finding.js';
import type { Container, Process } from '../model/process.js';
import { socketShape } from './connection-shape.js';
import { type JsonObject, present, presentOrAbsent, timeText } from './json.js';
import { containerShape, processRefShape, seconds } from './process-shape.js';

/** What a finding's process is beyond its reference, where the case still knows it. */
export interface FindingPlace {
  readonly process?: Process;
  readonly container?: Container;
}

/** A finding as `detect` prints it. */
export function findingShape(finding: Finding, place: FindingPlace): JsonObject {
  return present({
    id: finding.id,
    rule: ruleShape(finding),
    title: finding.title,
    why: finding.why,
    firstSeen: timeText(finding.firstSeenUs),
    lastSeen: timeText(finding.lastSeenUs),
    count: finding.count,
    where: whereShape(place),
    process: findingProcessShape(finding, place.process),
    ancestors: finding.ancestors.map(processRefShape),
    connections: finding.connections.map(socketShape),
    related: finding.related.map((related) => ({ ...processRefShape(related), role: related.role })),
    evidence: finding.evidence.map(evidenceShape),
    falsePositives: finding.falsePositives,
    status: finding.status,
    suppression: finding.suppression && { ...finding.suppression },
  });
}

/** `level` is this finding's own; `usualLevel` is there when the rule is usually worth another. */
function ruleShape({ rule, level }: Finding): JsonObject {
  const usualLevel: RuleRef['level'] | undefined = rule.level === level ? undefined : rule.level;
  return present({
    id: rule.id,
    title: rule.title,
    level,
    usualLevel,
    kind: rule.kind,
    attack: rule.attack,
    author: rule.author,
    references: rule.references,
  });
}

function whereShape({ process, container }: FindingPlace): JsonObject | undefined {
  return presentOrAbsent({
    node: process?.node,
    namespace: container?.namespace,
    pod: container?.pod,
    workload: container?.workload,
    container: container && containerShape(container),
  });
}

function findingProcessShape(finding: Finding, process: Process | undefined): JsonObject {
  return present({
    ...processRefShape(finding.process),
    uid: process?.uid,
    startedAt: timeText(process?.startedAtUs, process?.startedAtNs),
    lateSeconds: seconds(process?.lateSeconds),
    late: process?.late,
  });
}

/** A line of evidence. */
export function evidenceShape(evidence: Evidence): JsonObject {
  return present({
    source: evidence.source,
    line: evidence.line,
    time: timeText(evidence.timeUs, evidence.timeNs),
    summary: evidence.summary,
  });
}
