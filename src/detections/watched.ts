import type { Connection } from '../model/connection.js';
import type { DetectionCase } from '../model/detection-case.js';
import type { Process } from '../model/process.js';
import type { TimeUs } from '../model/time.js';

/** A container or pod of which heartbeats or network flows alone tell: whom it calls and who calls it, not which program does. */
export interface Watched {
  /** Its name for a sentence. */
  readonly name: string;
  /** Stands for all that runs there. */
  readonly process: Process;
  /** When something was first told of it. */
  readonly firstUs: TimeUs;
  /** True for one that is called by others: a service, and no job that calls around. */
  readonly isService: boolean;
  /** Its first call to each address and port of another host that is not for names or the time, by time. */
  readonly calls: readonly Connection[];
  /** Ports that it waits for callers on, over TCP, by time: the first socket of each. */
  readonly listeners: readonly Connection[];
  /** Who called it from another host, by time: the first call of each address to each port. */
  readonly callers: readonly Connection[];
}

/** Ports that every container calls for names, addresses and the time. */
const HOUSEKEEPING_PORTS: ReadonlySet<number> = new Set([53, 67, 123, 547, 853, 5353]);

/** Ports that reverse and bind shells are given by the tools and guides that make them, and that hardly any service outside uses. */
const SHELL_PORTS: ReadonlySet<number> = new Set([1234, 1337, 4242, 4444, 4445, 6666, 9001, 12_345, 13_337, 31_337, 54_321]);

/**
 * What only heartbeats or flows tell of, worked out when it is first asked for. Processes that another source tells of make better rules
 * possible: their places are left out.
 */
export function watchedIn(view: DetectionCase): () => readonly Watched[] {
  let places: readonly Watched[] | undefined;
  return () => {
    places ??= [...view.standIns()].flatMap((process) => watched(view, process) ?? []);
    return places;
  };
}

/** Of many connections only the first of each kind is held: who calls whom, not how often. */
function watched(view: DetectionCase, process: Process): Watched | undefined {
  const connections = view.connectionsOf(process.id).filter(isElsewhere);
  const firstUs = connections.reduce((first, { openedAtUs }) => Math.min(first, openedAtUs ?? first), Number.POSITIVE_INFINITY);
  if (!Number.isFinite(firstUs)) return undefined;
  const listeners = connections.filter(({ direction, protocol }) => direction === 'listen' && protocol === 'tcp');
  const callers = connections.filter(({ direction }) => direction === 'inbound');
  const container = process.containerId === undefined ? undefined : view.container(process.containerId);
  return {
    name: container?.name ?? container?.pod ?? container?.workload ?? (container?.containerId.slice(0, 12) || process.execId),
    process,
    firstUs,
    isService: listeners.length > 0 || callers.length > 0,
    calls: firstOfEach(connections.filter(isCall), ({ remote }) => `${remote?.ip} ${remote?.port}`),
    listeners: firstOfEach(listeners, ({ local }) => String(local?.port)),
    callers: firstOfEach(callers, ({ local, remote }) => `${local?.port} ${remote?.ip}`),
  };
}

function isCall({ direction, remote }: Connection): boolean {
  return direction === 'outbound' && remote !== undefined && remote.port > 0 && !HOUSEKEEPING_PORTS.has(remote.port);
}

/** Who began a datagram that two high ports exchange is a guess, and a guess raises no alarm. */
function isElsewhere({ scope, directionIsInferred, protocol }: Connection): boolean {
  return scope !== 'loopback' && !(directionIsInferred && protocol !== 'tcp');
}

/** True when the port is one that shells are usually given. */
export function isShellPort(port: number | undefined): boolean {
  return port !== undefined && SHELL_PORTS.has(port);
}

/** True when it was not there for so long after its place was first seen. What stood in the first report may be older than that. */
export function isNew({ openedAtUs, sample }: Connection, { firstUs }: Watched, settleUs: number): boolean {
  return openedAtUs !== undefined && openedAtUs - firstUs >= settleUs && (sample === undefined || sample.absentAtUs !== undefined);
}

/** Who is called, without what changes with each replica: the workload, the container, the pod's stem, else the address. */
export function calledName({ remote, remoteWorkload, remotePod, peer }: Connection): string {
  const pod = remotePod ?? peer?.pod;
  return (
    remoteWorkload ?? peer?.containerName ?? (pod === undefined ? (remote?.ip ?? '') : pod.replace(/(?:-[a-z0-9]{5,10})?-[a-z0-9]{5}$/, ''))
  );
}

/** The first call of each kind, by time, as `key` tells them apart. */
export function firstOfEach(calls: readonly Connection[], key: (call: Connection) => string): readonly Connection[] {
  const first = new Map<string, Connection>();
  for (const call of calls) if (!first.has(key(call))) first.set(key(call), call);
  return [...first.values()];
}

/** Destinations inside, each a host and a port, that a place began to call only after it had settled. */
export function newPaths(place: Watched, settleUs: number): readonly Connection[] {
  const inside = place.calls.filter(({ scope }) => scope !== 'external');
  return firstOfEach(inside, (call) => `${calledName(call)} ${call.remote?.port}`).filter((call) => isNew(call, place, settleUs));
}
