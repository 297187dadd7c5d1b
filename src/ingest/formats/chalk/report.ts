import type { EventRecord, PodDescription, ProcessDescription } from '../../../model/record.js';
import type { SnapshotFact, SnapshotSocket } from '../../../model/snapshot.js';
import { type Instant, parseTime } from '../../../model/time.js';
import { integerOf, type JsonObject, listOf, objectOf, textOf, textsOf } from '../json-value.js';
import { artifactOf, declaredPortOf } from './artifact.js';
import { inspectedContainer } from './inspected.js';
import { runningProcesses } from './running-processes.js';
import { addressOf, countersOf, gatewaysOf, globalIpv6Of, neighboursOf, socketTable } from './tables.js';

/** A report's record, and one for each process or container it names. */
export interface ReadReport {
  readonly report: EventRecord;
  readonly processes: readonly EventRecord[];
}

/** Operations that a running instance reports of itself; others are of a build, or of the host that ran chalk. */
const RUNNING = new Set(['exec', 'postexec', 'heartbeat']);

/**
 * A report comes from inside a container and does not tell its machine: linking finds it by the container. Not the file's name, which
 * every sink makes up anew.
 */
const UNKNOWN_NODE = 'unknown-host';

/** Short id of a Docker container, which is its host name unless another was given. */
const CONTAINER_HOSTNAME = /^[0-9a-f]{12}$/;

/** What a report says. `operation`: its `_OPERATION`, or `mark` for a chalk mark by itself. */
export function readReport(report: JsonObject, operation: string): ReadReport {
  const marks = [...listOf(report._CHALKS), ...listOf(report._COLLECTED_ARTIFACTS)].flatMap<JsonObject>((mark) => objectOf(mark) ?? []);
  const told = operation === 'mark' ? [report] : marks;
  const { snapshot, warnings } = snapshotOf(report, told, operation);
  const time = timeOf(report);
  const basics = { node: UNKNOWN_NODE, ancestors: [], count: 1, droppedEvents: 0, ...(time === undefined ? {} : { time }) };
  const place = placeOf(report, snapshot);
  const instance = RUNNING.has(operation) && snapshot.instance !== '' ? placeholder(snapshot.instance, place) : undefined;
  const running = instance === undefined ? [] : runningProcesses(report, marks, { instance: snapshot.instance, ...place });
  return {
    report: { kind: operation, ...basics, ...(instance === undefined ? {} : { process: instance }), snapshot, warnings },
    processes: [
      ...running.map((process) => ({ kind: 'process', process })),
      ...marks.flatMap((mark) => inspectedContainer(mark, UNKNOWN_NODE) ?? []).map((process) => ({ kind: 'container', process })),
    ].map((named) => ({ ...named, ...basics, warnings: [] })),
  };
}

/** *Source:* `_TIMESTAMP` is milliseconds since the epoch, `_DATETIME` the same with an offset. */
function timeOf(report: JsonObject): Instant | undefined {
  const ms = integerOf(report._TIMESTAMP);
  if (ms !== undefined && ms > 0) return { us: ms * 1000, ns: 0 };
  const text = textOf(report._DATETIME) ?? textOf(report.DATETIME_WHEN_CHALKED);
  return text === undefined ? undefined : parseTime(text);
}

function snapshotOf(report: JsonObject, marks: readonly JsonObject[], operation: string) {
  const { sockets, warnings } = socketsOf(report);
  const hostname = textOf(report._OP_HOSTNAME) ?? textOf(report._OP_HOST_NODENAME) ?? textOf(report._OP_NODENAME);
  const runId = textOf(report._EXEC_ID);
  const heartbeat = integerOf(report._HEARTBEAT_COUNT);
  const artifacts = marks.map(artifactOf);
  const snapshot: SnapshotFact = {
    operation,
    instance: runId ?? [hostname, artifacts[0]?.chalkId].filter((part) => part !== undefined).join('/'),
    ...(runId === undefined ? {} : { runId }),
    ...(hostname === undefined ? {} : { hostname }),
    ...(heartbeat === undefined ? {} : { heartbeat }),
    ...(sockets === undefined ? {} : { sockets }),
    interfaces: countersOf(report._OP_IPV4_INTERFACES),
    neighbours: neighboursOf(report._OP_ARP_TABLE),
    ownAddresses: ownAddressesOf(report, marks),
    gateways: gatewaysOf(report._OP_IPV4_ROUTES),
    artifacts,
    declaredPorts: textsOf(report._K8S_CONTAINER_PORTS).flatMap(declaredPortOf),
    heldInodes: marks.flatMap(heldInodesOf),
  };
  return { snapshot, warnings };
}

/** Tables that stand beside the sockets' in a report: where one of them is, an absent table of sockets is an empty one. */
const BESIDE_SOCKETS = ['_OP_IPV4_ROUTES', '_OP_IPV6_ROUTES', '_OP_IPV4_INTERFACES', '_OP_ARP_TABLE'];

function socketsOf(report: JsonObject): { readonly sockets: readonly SnapshotSocket[] | undefined; readonly warnings: readonly string[] } {
  const tcp = socketTable(report._OP_TCP_SOCKET_INFO, 'tcp');
  const udp = socketTable(report._OP_UDP_SOCKET_INFO, 'udp');
  const isTold = [report._OP_TCP_SOCKET_INFO, report._OP_UDP_SOCKET_INFO].some(Array.isArray);
  const isEmpty = BESIDE_SOCKETS.some((key) => report[key] !== undefined);
  const unreadable = tcp.unreadable + udp.unreadable;
  return {
    sockets: isTold || isEmpty ? [...tcp.rows, ...udp.rows] : undefined,
    warnings: unreadable === 0 ? [] : [`${unreadable} rows of its socket tables could not be read`],
  };
}

/** Addresses that the report itself calls the instance's own. Of interfaces only IPv6 addresses are printed. */
function ownAddressesOf(report: JsonObject, marks: readonly JsonObject[]): readonly string[] {
  const container = objectOf(objectOf(objectOf(report._OP_CLOUD_METADATA)?.aws_ecs)?.container);
  const told = [
    report._OP_PUBLIC_IPV4_ADDR,
    ...listOf(container?.Networks).flatMap((network) => listOf(objectOf(network)?.IPv4Addresses)),
    ...marks.flatMap((mark) => [
      mark._INSTANCE_IP,
      ...Object.values(objectOf(mark._INSTANCE_NETWORKS) ?? {}).map((network) => objectOf(network)?.IPAddress),
    ]),
  ];
  return [...new Set([...told.flatMap((ip) => addressOf(ip) ?? []), ...globalIpv6Of(report._OP_IPV6_INTERFACES)])];
}

/** Sockets that the first process holds: `"path": "socket:[173871]"`. */
function heldInodesOf(mark: JsonObject): readonly number[] {
  return Object.values(objectOf(mark._PROCESS_FD_INFO) ?? {}).flatMap((descriptor) => {
    const inode = /^socket:\[(\d{1,15})\]$/.exec(textOf(objectOf(descriptor)?.path) ?? '')?.[1];
    return inode === undefined ? [] : [Number(inode)];
  });
}

/** Where the report says that it comes from. */
function placeOf(report: JsonObject, { hostname }: SnapshotFact): Pick<ProcessDescription, 'node' | 'docker' | 'pod'> {
  const ecs = textOf(objectOf(objectOf(objectOf(report._OP_CLOUD_METADATA)?.aws_ecs)?.container)?.DockerId);
  const docker = ecs ?? (hostname !== undefined && CONTAINER_HOSTNAME.test(hostname) ? hostname : undefined);
  const pod = podOf(report);
  return { node: UNKNOWN_NODE, ...(docker === undefined ? {} : { docker }), ...(pod === undefined ? {} : { pod }) };
}

function podOf(report: JsonObject): PodDescription | undefined {
  const [namespace, name, container] = ['_K8S_POD_NAMESPACE', '_K8S_POD_NAME', '_K8S_POD_CONTAINER_NAME'].map((key) => textOf(report[key]));
  if (name === undefined) return undefined;
  const labels = Object.entries(objectOf(report._K8S_POD_LABELS) ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return {
    ...(namespace === undefined ? {} : { namespace }),
    name,
    ...(labels.length === 0 ? {} : { labels: Object.fromEntries(labels) }),
    ...(container === undefined ? {} : { container: { name: container } }),
  };
}

/** Stands for whatever runs in the container: reports name no process of a socket. */
function placeholder(instance: string, place: Pick<ProcessDescription, 'node' | 'docker' | 'pod'>): ProcessDescription {
  return { role: 'event', execId: `chalk:${instance}`, pid: 0, ...place, flags: '' };
}
