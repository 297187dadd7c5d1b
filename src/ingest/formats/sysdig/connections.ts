import type { EventRecord, SocketEnd, SocketFact } from '../../../model/record.js';
import { type Call, recordAt } from './call.js';
import type { Containers } from './containers.js';
import type { OpenConnection, SocketDescriptor } from './descriptors.js';
import type { TrackedProcess } from './tracked-process.js';
import type { DescriptorText, Tuple } from './values.js';

const DNS_PORT = 53;
const NONE: readonly EventRecord[] = [];

/** What a connection was first seen by. */
interface Opening {
  readonly owner: TrackedProcess;
  readonly protocol: string;
  readonly local: SocketEnd;
  readonly remote: SocketEnd;
  readonly tuple: string;
}

/** Knows which end of a tuple is whose, and turns what happens to connections into records. */
export class Connections {
  /** Addresses and ports that were seen to be local to a container, or to the host. */
  readonly #localAddresses = new Map<string, Set<string>>();
  readonly #listening = new Map<string, Set<number>>();
  readonly #containers: Containers;
  readonly #open = new Set<OpenConnection>();

  constructor(containers: Containers) {
    this.#containers = containers;
  }

  open({ owner, protocol, local, remote, tuple }: Opening): OpenConnection {
    this.#note(this.#localAddresses, owner, local.ip);
    const connection: OpenConnection = {
      owner,
      protocol,
      local,
      remote,
      tuple,
      name: `${endText(local)}->${endText(remote)}`,
      sent: 0,
      received: 0,
      isTold: false,
      toldBytes: 0,
      holders: 0,
    };
    this.#open.add(connection);
    return connection;
  }

  listens(process: TrackedProcess, end: SocketEnd): void {
    this.#note(this.#listening, process, end.port);
  }

  /** A connection that was there before anything told of it: whether its process called or answered is worked out from what is known. */
  found(call: Call, descriptor: DescriptorText, ends: Tuple): OpenConnection {
    const isServer = this.#isServer(call, ends);
    const [local, remote] = isServer ? [ends.server, ends.client] : [ends.client, ends.server];
    const protocol = descriptor.protocol ?? protocolOf(call, undefined, ends.server);
    return this.open({ owner: call.process, protocol, local, remote, tuple: descriptor.name });
  }

  /** By the addresses that are known to be its container's own, then by what listens there; else it is taken for the caller. */
  #isServer({ process }: Call, { client, server }: Tuple): boolean {
    const isClientOwn = this.#isOwn(process, client.ip);
    const isServerOwn = this.#isOwn(process, server.ip);
    if (isClientOwn !== isServerOwn) return isServerOwn;
    return this.#listening.get(placeOf(process))?.has(server.port) === true;
  }

  #isOwn(process: TrackedProcess, ip: string): boolean {
    const { docker } = process.placement;
    const told = docker === undefined ? undefined : this.#containers.address(docker);
    return told === ip || this.#localAddresses.get(placeOf(process))?.has(ip) === true;
  }

  /** Statistics of a connection that nothing told of yet, or whose counts grew. */
  statistics(connection: OpenConnection, at: Call['at'], type: string): EventRecord {
    connection.isTold = true;
    connection.toldBytes = connection.sent + connection.received;
    return recordAt(
      { type, at, process: connection.owner },
      { socket: { operation: 'stats', ...factOf(connection), ...bytesOf(connection) } },
    );
  }

  /** Records of connections that nothing refers to any more. */
  closed(call: Pick<Call, 'type' | 'at'>, connections: readonly OpenConnection[]): readonly EventRecord[] {
    if (connections.length === 0) return NONE;
    return connections.flatMap((connection) => this.closing(call, connection) ?? []);
  }

  /** The close of one connection, with all that was moved over it; of one that nobody was told of there is nothing to tell. */
  closing({ type, at }: Pick<Call, 'type' | 'at'>, connection: OpenConnection): EventRecord | undefined {
    this.#open.delete(connection);
    if (!connection.isTold) return undefined;
    return recordAt(
      { type, at, process: connection.owner },
      { socket: { operation: 'close', ...factOf(connection), ...bytesOf(connection) } },
    );
  }

  /** What was moved over connections that are still open, and was not told yet. */
  outstanding(at: Call['at']): readonly EventRecord[] {
    return [...this.#open]
      .filter(({ isTold, sent, received, toldBytes }) => isTold && sent + received > toldBytes)
      .map((connection) => this.statistics(connection, at, 'statistics'));
  }

  #note<Value>(seen: Map<string, Set<Value>>, process: TrackedProcess, value: Value): void {
    const place = placeOf(process);
    const known = seen.get(place) ?? new Set<Value>();
    seen.set(place, known.add(value));
  }
}

/** Containers have addresses of their own; what runs on the host shares the host's. */
function placeOf(process: TrackedProcess): string {
  return process.placement.docker?.slice(0, 12) ?? '';
}

/** Ends and protocol of a connection as a socket fact has them. */
export function factOf({ protocol, local, remote }: Pick<OpenConnection, 'protocol' | 'local' | 'remote'>) {
  return { isOriented: true, protocol, local, remote } as const;
}

/** What was moved over it. Zeros are left out: where reads and writes were filtered away they would be a lie. */
function bytesOf({ sent, received }: OpenConnection): Pick<SocketFact, 'bytesSent' | 'bytesReceived'> {
  return { ...(sent === 0 ? {} : { bytesSent: sent }), ...(received === 0 ? {} : { bytesReceived: received }) };
}

/** Told by the row or by the call that made the socket; else DNS goes over UDP, and anything over TCP. */
export function protocolOf({ row }: Pick<Call, 'row'>, socket: SocketDescriptor | undefined, remote: SocketEnd): string {
  const told = row.text('fd.l4proto');
  if (told === 'tcp' || told === 'udp') return told;
  return socket?.protocol ?? (remote.port === DNS_PORT ? 'udp' : 'tcp');
}

function endText({ ip, port }: SocketEnd): string {
  return `${ip}:${port}`;
}
