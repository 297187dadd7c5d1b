import type { Connection } from '../model/connection.js';
import type { DetectionCase } from '../model/detection-case.js';
import type { Process } from '../model/process.js';
import type { TimeUs } from '../model/time.js';

/** An outbound connection whose opening was seen. */
export interface Contact {
  readonly connection: Connection;
  readonly process: Process;
  readonly atUs: TimeUs;
  readonly isExternal: boolean;
}

const DNS_PORTS = new Set([53, 5353, 853]);
/** A destination that a process called this often before is its daily work. */
const ROUTINE_CALLS = 3;

/**
 * The process's calls to somewhere else, by time: outbound, not to its own host, not to ask for a name. A TCP connection to port 53
 * outside counts all the same: names are asked for by datagram, and that port is one that firewalls leave open.
 */
export function contactsOf(view: DetectionCase, process: Process): readonly Contact[] {
  if (process.connectionCount === 0) return [];
  return view.connectionsOf(process.id).flatMap((connection) => {
    const atUs = connection.openedAtUs;
    if (atUs === undefined || !isCall(connection)) return [];
    return [{ connection, process, atUs, isExternal: connection.scope === 'external' }];
  });
}

function isCall(connection: Connection): boolean {
  const { remote, scope } = connection;
  if (!isOutbound(connection) || remote === undefined || remote.port === 0 || scope === 'loopback') return false;
  return !DNS_PORTS.has(remote.port) || (scope === 'external' && connection.protocol === 'tcp');
}

/** A datagram has no opening: who spoke first is a guess between two high ports, so a guess never clears it. */
function isOutbound({ direction, directionIsInferred, protocol }: Connection): boolean {
  return direction === 'outbound' || (direction === 'inbound' && directionIsInferred && protocol === 'udp');
}

/** False when the connection is known to have ended before that moment. */
export function isOpenAt(connection: Connection, atUs: TimeUs): boolean {
  return connection.closedAtUs === undefined || connection.closedAtUs >= atUs;
}

/** True when the process had called the same address and port several times before: this call is nothing new for it. */
export function isRoutine(contact: Contact, contacts: readonly Contact[]): boolean {
  const { remote } = contact.connection;
  const before = contacts.filter(
    (other) => other.atUs < contact.atUs && other.connection.remote?.ip === remote?.ip && other.connection.remote?.port === remote?.port,
  );
  return before.length >= ROUTINE_CALLS;
}

/** True when the process, or one of those given, waits for callers or answered one. */
export function isCalled(view: DetectionCase, processes: readonly Pick<Process, 'id' | 'connectionCount'>[]): boolean {
  return processes.some((process) => process.connectionCount > 0 && view.isCalled(process.id));
}

/** What the connection leads to, without what a run changes: the workload in the cluster, the network outside it. */
export function destinationClass(connection: Connection): string {
  const scope = connection.scope ?? 'unknown';
  const workload = connection.remoteWorkload ?? connection.peer?.containerName;
  if (workload !== undefined) return `${scope}:${workload}`;
  return scope === 'external' && connection.remote !== undefined ? `${scope}:${network(connection.remote.ip)}` : scope;
}

function network(ip: string): string {
  return ip.includes(':') ? ip.split(':').slice(0, 3).join(':') : ip.split('.').slice(0, 3).join('.');
}
