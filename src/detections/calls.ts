import type { Connection } from '../model/connection.js';
import type { DetectionCase } from '../model/detection-case.js';
import type { TimeUs } from '../model/time.js';

/** One outbound call in few numbers: rules that look at all traffic walk over very many. */
export interface Call {
  readonly connectionId: number;
  readonly processId: number;
  readonly atUs: TimeUs;
  readonly ip: string;
  readonly port: number;
  readonly isExternal: boolean;
  /** Bytes sent, 0 where the source does not tell. */
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

const DNS_PORT = 53;
/** Beyond this many a look at all traffic stops: the bound on a run's memory. */
const CALLS_READ = 1_000_000;

/** Every call to another host, by time, names left out: one pass over the connections of a case. */
export function allCalls(view: DetectionCase): readonly Call[] {
  const calls: Call[] = [];
  const addresses = new Map<string, string>();
  for (const connection of view.outboundConnections()) {
    const call = callOf(connection, addresses);
    if (call !== undefined) calls.push(call);
    if (calls.length >= CALLS_READ) break;
  }
  return calls;
}

function callOf(connection: Connection, addresses: Map<string, string>): Call | undefined {
  const { remote, scope, openedAtUs: atUs, bytesSent = 0, bytesReceived = 0 } = connection;
  if (remote === undefined || remote.port === DNS_PORT || scope === 'loopback' || atUs === undefined) return undefined;
  // One text for each address: every row brings its own.
  const ip = addresses.get(remote.ip) ?? remote.ip;
  addresses.set(ip, ip);
  return {
    connectionId: connection.id,
    processId: connection.process.id,
    atUs,
    ip,
    port: remote.port,
    isExternal: scope === 'external',
    bytesSent,
    bytesReceived,
  };
}

/** Rows that share a key, in the order given. */
export function grouped<Row, Key>(rows: Iterable<Row>, key: (row: Row) => Key): ReadonlyMap<Key, readonly Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group === undefined) groups.set(key(row), [row]);
    else group.push(row);
  }
  return groups;
}
