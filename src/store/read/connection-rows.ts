import type { Connection, ConnectionPeer, Direction, NameOrigin, RemoteName, Scope } from '../../model/connection.js';
import { NAME_ORIGINS } from '../../model/link/name-lists.js';
import type { EvidenceRef } from '../../model/source.js';
import type { CaseDatabase } from '../database.js';
import { unpackEvents } from '../event-list.js';
import { cookieText } from '../socket-cookie.js';
import { processRef } from './process-rows.js';
import { evidenceOf, listIn, type SourceNames, told } from './rows.js';
import { type ConnectionLookups, StoredConnection } from './stored-connection.js';

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
  readonly remote_identity: string | null;
  readonly verdict: string | null;
  readonly drop_reason: string | null;
  readonly requests: string | null;
  readonly is_sampled: number;
  readonly absent_us: number | null;
}

/** Columns of `ConnectionRow`, for connection `n` of process `p` in container `c`. */
export const CONNECTION_COLUMNS = `n.id, n.process, p.exec_id, p.pid, p.binary, p.arguments, n.node, c.namespace, c.pod, c.workload, n.container,
  coalesce(c.name, nullif(substr(c.container_id, 1, 12), '')) as container_name, n.protocol, n.direction,
  n.is_direction_inferred, n.local_ip, n.local_port, n.remote_ip, n.remote_port, n.scope, n.opened_us, n.opened_ns, n.closed_us, n.closed_ns, n.bytes_sent, n.bytes_received,
  n.attempts, ${cookieText('n.cookie')} as cookie, n.remote_namespace, n.remote_pod, n.remote_workload, n.is_remote_inferred, n.peer, n.remote_identity, n.verdict, n.drop_reason, n.requests, n.is_sampled, n.absent_us`;

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

/** The only name, its origin as a place in `NAME_ORIGINS`, its note, when it was told and by which event; or several names as JSON. */
type NamedRow = [
  name: string | null,
  from: number | null,
  note: string | null,
  atUs: number | null,
  event: number | null,
  several: string | null,
];

const ORIGINS: ReadonlySet<string> = new Set(NAME_ORIGINS);

/** Events of a connection that are shown as evidence: of those that tell of it, the first. */
const MOST_PLACES = 20;

/** Reads connections from rows, evidence, names and the other end included. */
export class ConnectionReader implements ConnectionLookups {
  readonly #names: SourceNames;
  readonly #events;
  readonly #named;
  readonly #peer;

  constructor(database: CaseDatabase, names: SourceNames) {
    this.#names = names;
    this.#events = database.prepare<[number], Buffer>('select events from numbered_connection where id = ?').pluck();
    this.#named = database
      .prepare<[number], NamedRow>(
        `select (select text from connection_text where id = n.name), n.name_from, (select text from connection_text where id = n.name_note), n.name_us, n.name_event, n.several_names
         from numbered_connection n where n.id = ?`,
      )
      .raw();
    this.#peer = database.prepare<[number], PeerRow>(
      `select n.id as connection, p.id, p.exec_id, p.pid, p.binary, p.arguments, c.namespace, c.pod, c.name as container_name
       from numbered_connection n join process p on p.id = n.process left join container c on c.id = n.container where n.id = ?`,
    );
  }

  connection(row: ConnectionRow): Connection {
    return new StoredConnection(row, this);
  }

  /** The names of the remote end, oldest first. */
  names(row: ConnectionRow): readonly RemoteName[] {
    const [name = null, from, note = null, atUs = null, event = null, several = null] = this.#named.get(row.id) ?? [];
    if (name === null) return listIn(several).flatMap((one) => this.#name(one));
    return this.#name({ name, from: NAME_ORIGINS[from ?? 0], ...told({ note, atUs, event }) });
  }

  /** The other end, when its process is in the case. */
  peer(row: ConnectionRow): ConnectionPeer | undefined {
    const peer = row.peer === null ? undefined : this.#peer.get(row.peer);
    return peer === undefined ? undefined : connectionPeer(peer);
  }

  /** Where a connection was read, and the formats that tell of it. */
  places(id: number): ReturnType<typeof evidenceOf> {
    const events = unpackEvents(this.#events.get(id) ?? new Uint8Array(), MOST_PLACES);
    return evidenceOf(
      this.#names,
      events.flatMap((event) => this.#names.placeOf(event) ?? []),
    );
  }

  #name(value: unknown): readonly RemoteName[] {
    if (!isStoredName(value)) return [];
    const { event, ...name } = value;
    if (event === undefined) return [name];
    // Few ask where a name stands, and the page that tells is large.
    return [placed(name, () => this.#names.evidenceOfEvent(event))];
  }
}

/** A name with a field of its own for its evidence, which is looked up once, when it is asked for. */
function placed(name: Omit<RemoteName, 'evidence'>, placeOf: () => EvidenceRef): RemoteName {
  let found: EvidenceRef | undefined;
  return {
    ...name,
    get evidence(): EvidenceRef {
      found ??= placeOf();
      return found;
    },
  };
}

function isStoredName(value: unknown): value is { name: string; from: NameOrigin; atUs?: number; note?: string; event?: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    'from' in value &&
    typeof value.from === 'string' &&
    ORIGINS.has(value.from)
  );
}

function connectionPeer(row: PeerRow): ConnectionPeer {
  return {
    process: processRef(row),
    connectionId: row.connection,
    ...told({ namespace: row.namespace, pod: row.pod, containerName: row.container_name }),
  };
}
