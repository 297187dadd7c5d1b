import { isUnspecified } from '../../../model/address.js';
import type { SocketEnd, SocketFact } from '../../../model/record.js';
import { type AuditEvent, fieldsOfType } from './audit-event.js';
import type { KnownProcess, ProcessTable } from './process-table.js';
import { socketAddress } from './socket-address.js';
import { callArgument } from './system-calls.js';
import type { Fields } from './values.js';

/** A system call that has returned. */
export interface ReturnedCall {
  readonly event: AuditEvent;
  readonly fields: Fields;
  /** A negative error number for one that failed. */
  readonly result: number;
  readonly hasWorked: boolean;
}

/**
 * Errors after which the other end was asked or will be: EINPROGRESS, the usual answer to a call that does not wait, EINTR, and what the
 * network or the other end said. The rest fails before anything is sent.
 */
const ASKED = new Set([-115, -4, -111, -110, -113]);
const DNS_PORT = 53;
const AF_INET = 2;
const AF_INET6 = 10;
/** The type's lower bits; the rest is flags. *Source:* include/linux/net.h SOCK_TYPE_MASK. */
const SOCKET_TYPES: Readonly<Record<number, string>> = { 1: 'tcp', 2: 'udp', 3: 'raw', 5: 'sctp' };
const TYPE_VALUES = 16;
/** Descriptors of one process that are remembered. */
const MOST_SOCKETS = 1_024;

/** What a call did to a socket, where it did something of note. Remembers what later calls of the socket do not say again. */
export function socketFact(name: string, call: ReturnedCall, process: KnownProcess, table: ProcessTable): SocketFact | undefined {
  const [socketCall] = fieldsOfType(call.event, 'SOCKETCALL');
  const argument = (at: number) => callArgument(call.fields, socketCall, at);
  const address = socketAddress(fieldsOfType(call.event, 'SOCKADDR')[0]?.get('saddr'));
  const descriptor = argument(0) ?? -1;
  switch (name) {
    case 'socket':
      if (call.hasWorked) rememberKind(process, call.result, argument(0), argument(1));
      return undefined;
    case 'connect':
      return called(call, table.socket(process, descriptor)?.protocol, address);
    case 'bind':
      if (call.hasWorked && address !== undefined) remember(process, descriptor, { ...table.socket(process, descriptor), bound: address });
      return undefined;
    case 'listen':
      return listening(call, table.socket(process, descriptor)?.bound);
    case 'accept':
    case 'accept4':
      return accepted(call, table.socket(process, descriptor)?.bound, address);
    default:
      return undefined;
  }
}

function rememberKind(process: KnownProcess, descriptor: number, family: number | undefined, type: number | undefined): void {
  const protocol = SOCKET_TYPES[(type ?? 0) % TYPE_VALUES];
  if ((family === AF_INET || family === AF_INET6) && protocol !== undefined) remember(process, descriptor, { protocol });
  else process.sockets.delete(descriptor);
}

function remember(process: KnownProcess, descriptor: number, socket: { readonly protocol?: string; readonly bound?: SocketEnd }): void {
  if (process.sockets.size < MOST_SOCKETS || process.sockets.has(descriptor)) process.sockets.set(descriptor, socket);
}

/**
 * The call names the other end alone. Without the call that made the socket its protocol is a guess: names are asked for over UDP. What
 * resolves names asks the kernel for a route to addresses that are none (`0.0.0.0`): no call to anybody.
 */
function called(call: ReturnedCall, known: string | undefined, remote: SocketEnd | undefined): SocketFact | undefined {
  if (remote === undefined || isUnspecified(remote.ip) || !(call.hasWorked || ASKED.has(call.result))) return undefined;
  const isDatagram = call.hasWorked && (remote.port === DNS_PORT || remote.port === 0);
  return { operation: 'attempt', isOriented: true, protocol: known ?? (isDatagram ? 'udp' : 'tcp'), remote };
}

function listening(call: ReturnedCall, local: SocketEnd | undefined): SocketFact | undefined {
  return call.hasWorked && local !== undefined ? { operation: 'listen', isOriented: true, protocol: 'tcp', local } : undefined;
}

function accepted(call: ReturnedCall, local: SocketEnd | undefined, remote: SocketEnd | undefined): SocketFact | undefined {
  if (!call.hasWorked || remote === undefined) return undefined;
  return { operation: 'accept', isOriented: true, protocol: 'tcp', ...(local === undefined ? {} : { local }), remote };
}
