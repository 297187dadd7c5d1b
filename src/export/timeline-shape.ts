import { toldPid } from '../model/process.js';
import type { TimelineEntry } from '../model/timeline.js';
import { type JsonObject, present, timeText } from './json.js';
import { evidenceShape } from './process-shape.js';

/** A thing that happened, as `timeline` prints it. */
export function timelineShape(entry: TimelineEntry): JsonObject {
  const { process } = entry;
  return present({
    at: timeText(entry.atUs, entry.atNs),
    kind: entry.kind,
    summary: entry.summary,
    execId: process?.execId,
    pid: process === undefined ? undefined : toldPid(process),
    binary: process?.binary,
    node: entry.node,
    namespace: entry.namespace,
    pod: entry.pod,
    container: entry.containerName,
    connection: entry.connectionId === undefined ? undefined : String(entry.connectionId),
    finding: entry.findingId,
    level: entry.level,
    evidence: entry.evidence && evidenceShape([entry.evidence]),
  });
}
