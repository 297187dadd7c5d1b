import { acceptOf, type KnownSocket, sameSocket, type UntoldAccept } from '../../model/link/match-lives.js';
import type { SocketLife } from '../../model/link/pair-snapshots.js';
import type { CaseDatabase } from '../database.js';
import { endOf } from './connections.js';

/** Whose socket it is. */
export interface SocketOwner {
  readonly process: number;
  readonly container: number;
}

interface KnownRow {
  readonly id: number;
  readonly direction: KnownSocket['direction'];
  readonly local_ip: string | null;
  readonly local_port: number | null;
  readonly remote_ip: string | null;
  readonly remote_port: number | null;
  readonly opened_us: number | null;
  readonly closed_us: number | null;
}

const KNOWN = 'select id, direction, local_ip, local_port, remote_ip, remote_port, opened_us, closed_us from connection where';

/** Finds the connection that a socket of a heartbeat is, as other sources tell it, or writes it as one. */
export class SnapshotSockets {
  readonly #statements;
  readonly #accepts = new Map<string, UntoldAccept[]>();
  readonly #listeners = new Map<string, number>();
  /** By kernel socket: the containers of a pod have one network, and each reports all of its sockets. */
  readonly #reported = new Map<string, number>();

  constructor(database: CaseDatabase) {
    database.exec('create index if not exists connection_remote on connection(remote_ip, remote_port)');
    this.#statements = statements(database);
    for (const { key, id, us } of this.#statements.accepts.all()) this.#accepts.set(key, [...(this.#accepts.get(key) ?? []), { id, us }]);
    for (const { key, id } of this.#statements.listeners.all()) this.#listeners.set(key, id);
  }

  /** Row of the connection. */
  connectionOf(life: SocketLife, owner: SocketOwner): number {
    const kernelSocket = life.inode === undefined ? undefined : `${keyOf(life)} ${life.inode}`;
    const reported = kernelSocket === undefined ? undefined : this.#reported.get(kernelSocket);
    const connection = reported ?? this.#toldOf(life, owner) ?? this.#write(life, owner);
    if (kernelSocket !== undefined) this.#reported.set(kernelSocket, connection);
    for (const event of life.events) this.#statements.event.run(connection, event);
    return connection;
  }

  #toldOf(life: SocketLife, { container }: SocketOwner): number | undefined {
    const { remote, local, protocol } = life;
    const place = `${container} ${protocol} ${local.port}`;
    if (remote === undefined) return this.#listeners.get(place);
    const own = sameSocket(life, this.#statements.own.all(remote.ip, remote.port, protocol, container).map(knownSocket));
    if (own !== undefined || life.direction !== 'inbound') return own;
    const accepts = this.#accepts.get(place) ?? [];
    return accepts.length === 0 ? undefined : (this.#caller(life) ?? this.#accepted(life, accepts));
  }

  /** The connection as its caller's source tells it: linking joins the accept to that. */
  #caller({ local, remote, ...life }: SocketLife): number | undefined {
    if (remote === undefined) return undefined;
    const callers = this.#statements.callers.all(local.ip, local.port, life.protocol, remote.ip, remote.port).map(knownSocket);
    return sameSocket({ ...life, direction: 'outbound', local: remote, remote: local }, callers);
  }

  /** An accept that was seen without its caller, who stands here. */
  #accepted(life: SocketLife, accepts: UntoldAccept[]): number | undefined {
    const accept = acceptOf(life, accepts);
    if (accept === undefined) return undefined;
    accepts.splice(
      accepts.findIndex(({ id }) => id === accept),
      1,
    );
    this.#statements.fill.run(life.local.ip, life.remote?.ip, life.remote?.port, accept);
    return accept;
  }

  #write(life: SocketLife, { process, container }: SocketOwner): number {
    const { lastInsertRowid } = this.#statements.insert.run(
      process,
      container,
      life.protocol,
      life.direction,
      Number(life.directionIsInferred),
      life.local.ip,
      life.local.port,
      life.remote?.ip ?? null,
      life.remote?.port ?? null,
      life.firstUs,
      life.goneUs ?? null,
      life.absentUs ?? null,
      process,
    );
    return Number(lastInsertRowid);
  }
}

function keyOf({ protocol, local, remote }: SocketLife): string {
  return `${protocol} ${local.ip} ${local.port} ${remote?.ip} ${remote?.port}`;
}

function knownSocket(row: KnownRow): KnownSocket {
  const local = endOf(row.local_ip, row.local_port);
  const remote = endOf(row.remote_ip, row.remote_port);
  return {
    id: row.id,
    direction: row.direction,
    ...(local === undefined ? {} : { local }),
    ...(remote === undefined ? {} : { remote }),
    ...(row.opened_us === null ? {} : { openedUs: row.opened_us }),
    ...(row.closed_us === null ? {} : { closedUs: row.closed_us }),
  };
}

function statements(database: CaseDatabase) {
  return {
    own: database.prepare<[string, number, string, number], KnownRow>(
      `${KNOWN} remote_ip = ? and remote_port = ? and protocol = ? and container = ? and origin <> 'chalk'`,
    ),
    callers: database.prepare<[string, number, string, string, number], KnownRow>(
      `${KNOWN} remote_ip = ? and remote_port = ? and protocol = ? and local_ip = ? and local_port = ? and origin <> 'chalk'`,
    ),
    accepts: database.prepare<[], { key: string; id: number; us: number }>(
      `select container || ' ' || protocol || ' ' || local_port as key, id, opened_us as us from connection
       where direction = 'inbound' and remote_ip is null and opened_us is not null and container is not null and local_port > 0 order by opened_us, id`,
    ),
    listeners: database.prepare<[], { key: string; id: number }>(
      `select container || ' ' || protocol || ' ' || local_port as key, min(id) as id from connection
       where direction = 'listen' and container is not null and local_port > 0 group by container, protocol, local_port`,
    ),
    fill: database.prepare('update connection set local_ip = ?, remote_ip = ?, remote_port = ? where id = ?'),
    insert: database.prepare(
      `insert into connection (process, node, container, protocol, direction, is_direction_inferred, local_ip, local_port, remote_ip, remote_port,
         opened_us, closed_us, attempts, is_open_seen, origin, is_sampled, absent_us)
       select ?, node, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0, 'chalk', 1, ? from process where id = ?`,
    ),
    event: database.prepare('insert or ignore into connection_event values (?, ?)'),
  };
}
