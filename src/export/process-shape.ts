import { type Container, executedImages, type ImageChange, type Process, type ProcessRef, toldPid } from '../model/process.js';
import type { EvidenceRef } from '../model/source.js';
import { type Json, type JsonObject, present, presentOrAbsent, timeText } from './json.js';

/** A process as `processes` and `tree` print it. `container` is the one that the process names, when there is one. */
export function processShape(process: Process, container: Container | undefined): JsonObject {
  return present({
    ...processRefShape(process),
    parentExecId: process.parentExecId,
    cwd: process.cwd,
    uid: process.uid,
    userName: process.userName,
    auid: process.auid,
    cluster: process.cluster,
    node: process.node,
    namespace: container?.namespace,
    pod: container?.pod,
    workload: container?.workload,
    container: container && containerShape(container),
    containerIsInferred: process.containerIsInferred || undefined,
    containerPid: process.containerPid,
    isMain: process.isMain || undefined,
    isInInitTree: process.isInInitTree,
    startedAt: timeText(process.startedAtUs, process.startedAtNs),
    startIsEstimated: process.startIsEstimated || undefined,
    exitedAt: timeText(process.exitedAtUs, process.exitedAtNs),
    exitStatus: process.exitStatus,
    exitSignal: process.exitSignal,
    lateSeconds: seconds(process.lateSeconds),
    late: process.late,
    knownFrom: process.knownFrom,
    images: executedImages(process).length > 1 ? executedImages(process).map(imageShape) : undefined,
    isFileless: process.isFileless || undefined,
    capabilities: process.capabilities,
    sources: process.sources,
    evidence: evidenceShape(process.evidence),
  });
}

/** A process as far as a reference names it. */
export function processRefShape(process: ProcessRef): JsonObject {
  return present({ execId: process.execId, pid: toldPid(process), binary: process.binary, arguments: process.arguments });
}

/** A container as the outputs nest it. */
export function containerShape(container: Container): JsonObject | undefined {
  return presentOrAbsent({
    id: container.containerId,
    name: container.name,
    image: container.image,
    imageId: container.imageId,
    startedAt: timeText(container.startedAtUs),
    startedFrom: container.startedFrom,
    commit: container.commit,
    repository: container.repository,
    branch: container.branch,
    author: container.author,
    chalkId: container.chalkId,
    metadataId: container.metadataId,
  });
}

/** Where a fact was read, without what else travels on the reference. */
export function evidenceShape(evidence: readonly EvidenceRef[]): readonly Json[] {
  return evidence.map(({ source, line }) => ({ source, line }));
}

/** Seconds to the microsecond: a subtraction of floating point numbers leaves digits that nobody measured. */
export function seconds(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value * 1_000_000) / 1_000_000;
}

function imageShape(image: ImageChange): JsonObject {
  return present({
    execId: image.execId,
    binary: image.binary,
    arguments: image.arguments,
    startedAt: timeText(image.startedAtUs, image.startedAtNs),
    knownFrom: image.knownFrom,
  });
}
