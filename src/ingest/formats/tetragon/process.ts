import { decodeExecId } from '../../../model/exec-id.js';
import type { ContainerDescription, DescriptionRole, PodDescription, ProcessDescription } from '../../../model/record.js';
import { type Instant, parseTime } from '../../../model/time.js';
import { booleanOf, integerOf, type JsonObject, listOf, objectOf, present, textOf, textsOf } from '../json-value.js';

/** Where a process object stood: the node its event came from, and which copy it is. */
export interface ProcessPlace {
  readonly role: DescriptionRole;
  readonly node: string;
}

/**
 * The process an event embeds, or `undefined` when nothing in it identifies one (`"parent": {}`).
 * *Source:* cilium/tetragon api/v1/tetragon/tetragon.proto, message Process; absent scalars are omitted by protojson.
 */
export function processOf(value: unknown, place: ProcessPlace): ProcessDescription | undefined {
  const process = objectOf(value);
  if (process === undefined) return undefined;
  const start = instantOf(process.start_time);
  const identity = identityOf(process, start, place.node);
  if (identity === undefined) return undefined;
  const pod = podOf(process.pod);
  const container = objectOf(objectOf(process.pod)?.container);
  return {
    role: place.role,
    ...identity,
    ...present('tid', integerOf(process.tid)),
    ...present('uid', integerOf(process.uid)),
    ...present('auid', integerOf(process.auid)),
    ...present('userName', textOf(objectOf(process.user)?.name)),
    ...present('cwd', textOf(process.cwd)),
    ...present('binary', textOf(process.binary)),
    ...present('arguments', textOf(process.arguments)),
    ...present('flags', textOf(process.flags)),
    ...present('start', start),
    ...present('parentExecId', textOf(process.parent_exec_id)),
    ...present('docker', textOf(process.docker)),
    ...present('pod', pod),
    ...present('containerPid', integerOf(container?.pid)),
    ...present('mayBeProbe', booleanOf(container?.maybe_exec_probe)),
    ...present('isInInitTree', booleanOf(process.in_init_tree)),
    ...(isFileless(process) ? { isFileless: true } : {}),
    ...capabilitiesOf(process),
  };
}

/** Without an exec id (filtered away, or the agent gave up on it) node, start and pid still identify a process. */
function identityOf(
  process: JsonObject,
  start: Instant | undefined,
  node: string,
): { execId: string; node: string; pid: number } | undefined {
  const execId = textOf(process.exec_id);
  const pid = integerOf(process.pid);
  if (execId === undefined)
    return pid === undefined || start === undefined ? undefined : { execId: `${node}:@${start.us}:${pid}`, node, pid };
  const parts = decodeExecId(execId);
  const knownPid = pid ?? parts?.pid;
  if (knownPid === undefined) return undefined;
  return { execId, node: parts === undefined || parts.node === '' ? node : parts.node, pid: knownPid };
}

/** Only anonymous, memory-backed or already deleted executables carry `file`. *Source:* tetragon.proto BinaryProperties. */
function isFileless(process: JsonObject): boolean {
  return isBinaryFile(objectOf(process.binary_properties)?.file);
}

/** True for the `file` that such an executable carries. */
export function isBinaryFile(file: unknown): boolean {
  return objectOf(file) !== undefined;
}

function capabilitiesOf(process: JsonObject): { capabilities?: readonly string[] } {
  const effective = textsOf(objectOf(process.cap)?.effective);
  return effective.length === 0 ? {} : { capabilities: effectiveCapabilities(effective) };
}

/** Names of capabilities as the kernel has them: the agent prints value 1 without its prefix. */
export function effectiveCapabilities(names: readonly string[]): readonly string[] {
  return names.map((name) => (name === 'DAC_OVERRIDE' ? 'CAP_DAC_OVERRIDE' : name));
}

/** The pod an event embeds for a process or a destination; `undefined` when it names none. */
export function podOf(value: unknown): PodDescription | undefined {
  const pod = objectOf(value);
  if (pod === undefined) return undefined;
  const container = containerOf(pod.container);
  const labels = labelsOf(pod);
  const described = {
    ...present('namespace', textOf(pod.namespace)),
    ...present('name', textOf(pod.name)),
    ...present('workload', textOf(pod.workload)),
    ...present('workloadKind', textOf(pod.workload_kind)),
    ...present('labels', labels),
    ...present('container', container),
  };
  return described.name === undefined && container === undefined ? undefined : described;
}

function containerOf(value: unknown): ContainerDescription | undefined {
  const container = objectOf(value);
  if (container === undefined) return undefined;
  const [runtime, id] = splitContainerId(textOf(container.id));
  const image = objectOf(container.image);
  return {
    ...present('id', id),
    ...present('runtime', runtime),
    ...present('name', textOf(container.name)),
    ...present('imageId', textOf(image?.id)),
    ...present('image', textOf(image?.name)),
    ...present('start', instantOf(container.start_time)),
  };
}

/** Runtime and id of a container's address, `containerd://62c5…`. */
export function splitContainerId(text: string | undefined): readonly [string | undefined, string | undefined] {
  const at = text?.indexOf('://') ?? -1;
  return text === undefined || at === -1 ? [undefined, text] : [text.slice(0, at), text.slice(at + 3)];
}

/** `pod_labels` is a map; before v0.9 and in Enterprise `labels` is a list of `k8s:key=value`. */
function labelsOf(pod: JsonObject): Readonly<Record<string, string>> | undefined {
  return labelsIn(objectOf(pod.pod_labels) ?? pod.labels);
}

/** The labels in such a map or list; `undefined` when it has none. */
export function labelsIn(told: unknown): Readonly<Record<string, string>> | undefined {
  const map = objectOf(told);
  const entries =
    map === undefined
      ? listOf(told).flatMap(labelEntry)
      : Object.entries(map).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function labelEntry(label: unknown): readonly (readonly [string, string])[] {
  if (typeof label !== 'string') return [];
  const bare = label.startsWith('k8s:') ? label.slice(4) : label;
  const at = bare.indexOf('=');
  return at === -1 ? [] : [[bare.slice(0, at), bare.slice(at + 1)]];
}

/** The instant a field names, or `undefined` when it is absent or no time. */
export function instantOf(value: unknown): Instant | undefined {
  return typeof value === 'string' ? parseTime(value) : undefined;
}
