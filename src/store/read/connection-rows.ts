import type { Connection, ConnectionPeer, Direction, Endpoint, NameOrigin, RemoteName, Scope } from '../../model/connection.js';
import type { CaseDatabase } from '../database.js';
import { processRef } from './process-rows.js';
import { evidenceOf, listIn, type SourceNames, told } from './rows.js';

/** A row of `connection` with its owner, its owner's container and the process at the other end. */
export interface ConnectionRow {
  readonly id: number;
  readonly process: number;
  readonly exec_id: string;
  readonly pid: number;
  readonly binary: string | null;
  readonly arguments: string | null;
  readonly node: string;
  readonly namespace: string | null;
  readonly pod: string | null;
  readonly workload: string | null;
  readonly container: number | null;
  readonly container_name: string | null;
  readonly protocol: string;
  readonly direction: Direction;
  readonly is_direction_inferred: number;
  readonly local_ip: string | null;
  readonly local_port: number | null;
  readonly remote_ip: string | null;
  readonly remote_port: number | null;
  readonly scope: Scope | null;
  readonly opened_us: number | null;
  readonly opened_ns: number;
  readonly closed_us: number | null;
  readonly closed_ns: number;
  readonly bytes_sent: number | null;
  readonly bytes_received: number | null;
  readonly attempts: number;
  readonly cookie: string | null;
  readonly remote_namespace: string | null;
  readonly remote_pod: string | null;
  readonly remote_workload: string | null;
  readonly is_remote_inferred: number;
  readonly peer: number | null;
  readonly names: string | null;
}

/** Columns of `ConnectionRow`, for connection `n` of process `p` in container `c`. */
export const CONNECTION_COLUMNS = `n.id, n.process, p.exec_id, p.pid, p.binary, p.arguments, n.node, c.namespace, c.pod, c.workload, n.container, c.name as container_name, n.protocol, n.direction,
  n.is_direction_inferred, n.local_ip, n.local_port, n.remote_ip, n.remote_port, n.scope, n.opened_us, n.opened_ns, n.closed_us, n.closed_ns, n.bytes_sent, n.bytes_received,
  n.attempts, n.cookie, n.remote_namespace, n.remote_pod, n.remote_workload, n.is_remote_inferred, n.peer, n.names`;

interface PeerRow {
  readonly connection: number;
  readonly id: number;
  readonly exec_id: string;
  readonly pid: number;
  readonly binary: string | null;
  readonly arguments: string | null;
  readonly namespace: string | null;
  readonly pod: string | null;
  readonly container_name: string | null;
}

const NAME_ORIGINS: readonly string[] = ['event', 'dns', 'flow', 'derived'];

/** Reads connections from rows, evidence, names and the other end included. */
export class ConnectionReader {
  readonly #names: SourceNames;
  readonly #evidence;
  readonly #place;
  readonly #peer;

  constructor(database: CaseDatabase, names: SourceNames) {
    this.#names = names;
    this.#evidence = database.prepare<[number], { source: number; line: number }>(
      'select e.source, e.line from connection_event ce join event e on e.id = ce.event where ce.connection = ? order by e.time_us, e.time_ns, e.id limit 20',
    );
    this.#place = database.prepare<[number], { source: number; line: number }>('select source, line from event where id = ?');
    this.#peer = database.prepare<[number], PeerRow>(
      `select n.id as connection, p.id, p.exec_id, p.pid, p.binary, p.arguments, c.namespace, c.pod, c.name as container_name
       from connection n join process p on p.id = n.process left join container c on c.id = n.container where n.id = ?`,
    );
  }

  /** What takes a look-up of its own is read when it is asked for: lists of thousands of connections are mostly looked through. */
  connection(row: ConnectionRow): Connection {
    const names = once(() => listIn(row.names).flatMap((name) => this.#name(name)));
    const places = once(() => evidenceOf(this.#names, this.#evidence.all(row.id)));
    const peer = once(() => (row.peer === null ? undefined : this.#peerOf(row.peer)));
    return {
      id: row.id,
      process: processRef({ ...row, id: row.process }),
      node: row.node,
      ...told({
        namespace: row.namespace,
        pod: row.pod,
        workload: row.workload,
        containerId: row.container,
        containerName: row.container_name,
        local: endpoint(row.local_ip, row.local_port),
        remote: endpoint(row.remote_ip, row.remote_port),
        remoteNamespace: row.remote_namespace,
        remotePod: row.remote_pod,
        remoteWorkload: row.remote_workload,
        scope: row.scope,
        openedAtUs: row.opened_us,
        openedAtNs: row.opened_us === null ? null : row.opened_ns,
        closedAtUs: row.closed_us,
        closedAtNs: row.closed_us === null ? null : row.closed_ns,
        bytesSent: row.bytes_sent,
        bytesReceived: row.bytes_received,
        cookie: row.cookie,
      }),
      protocol: row.protocol,
      direction: row.direction,
      directionIsInferred: row.is_direction_inferred === 1,
      remotePodIsInferred: row.is_remote_inferred === 1,
      attempts: row.attempts,
      get remoteNames() {
        return names();
      },
      get peer() {
        return peer();
      },
      get evidence() {
        return places().evidence;
      },
      get sources() {
        return places().sources;
      },
    };
  }

  #peerOf(connection: number): ConnectionPeer | undefined {
    const row = this.#peer.get(connection);
    return row === undefined ? undefined : connectionPeer(row);
  }

  #name(value: unknown): readonly RemoteName[] {
    if (!isStoredName(value)) return [];
    const { event, ...name } = value;
    const place = event === undefined ? undefined : this.#place.get(event);
    return [{ ...name, ...(place === undefined ? {} : { evidence: this.#names.evidence(place.source, place.line) }) }];
  }
}

/** The answer of `ask`, asked for at most once. */
function once<Answer>(ask: () => Answer): () => Answer {
  let known: { readonly answer: Answer } | undefined;
  return () => {
    known ??= { answer: ask() };
    return known.answer;
  };
}

function isStoredName(value: unknown): value is { name: string; from: NameOrigin; atUs?: number; note?: string; event?: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    'from' in value &&
    typeof value.from === 'string' &&
    NAME_ORIGINS.includes(value.from)
  );
}

function endpoint(ip: string | null, port: number | null): Endpoint | null {
  return ip === null ? null : { ip, port: port ?? 0 };
}

function connectionPeer(row: PeerRow): ConnectionPeer {
  return {
    process: processRef(row),
    connectionId: row.connection,
    ...told({ namespace: row.namespace, pod: row.pod, containerName: row.container_name }),
  };
}
