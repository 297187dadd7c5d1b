import type { Direction } from '../../model/connection.js';
import { matchConnections, type SeenConnection } from '../../model/link/match-connections.js';
import type { CaseDatabase } from '../database.js';
import { endOf } from './connections.js';
import { trust } from './origins.js';

interface ConnectionRow {
  readonly id: number;
  readonly process: number;
  readonly origin: string;
  readonly protocol: string;
  readonly direction: Direction;
  readonly local_ip: string | null;
  readonly local_port: number | null;
  readonly remote_ip: string | null;
  readonly remote_port: number | null;
  readonly us: number | null;
}

/** Connections of processes that several kinds of sources saw connect. */
const SEEN_TWICE = `
  select id, process, origin, protocol, direction, local_ip, local_port, remote_ip, remote_port, coalesce(opened_us, closed_us) - ahead_us as us
  from connection where process in (select process from connection group by process having count(distinct origin) > 1)
  order by process, us, local_ip, local_port, remote_ip, remote_port, id`;

/** Makes one connection of what several kinds of sources told of it: the most trusted one's, what it does not say filled from the others. */
export function foldSameConnections(database: CaseDatabase): void {
  const merge = new ConnectionMerger(database);
  let rows: ConnectionRow[] = [];
  const finish = () => {
    const origins = [...new Set(rows.map(({ origin }) => origin))].sort((a, b) => trust(a) - trust(b) || (a < b ? -1 : 1));
    const lists = origins.map((origin) => rows.filter((row) => row.origin === origin).map(seenConnection));
    for (const { kept, other } of matchConnections(lists)) merge.merge(kept, other);
    rows = [];
  };
  for (const row of database.prepare<[], ConnectionRow>(SEEN_TWICE).all()) {
    if (rows[0] !== undefined && rows[0].process !== row.process) finish();
    rows.push(row);
  }
  if (rows.length > 0) finish();
}

function seenConnection(row: ConnectionRow): SeenConnection {
  const local = endOf(row.local_ip, row.local_port);
  const remote = endOf(row.remote_ip, row.remote_port);
  const { id, origin, protocol, direction } = row;
  return {
    id,
    origin,
    protocol,
    direction,
    ...(local === undefined ? {} : { local }),
    ...(remote === undefined ? {} : { remote }),
    ...(row.us === null ? {} : { us: row.us }),
  };
}

class ConnectionMerger {
  readonly #fill;
  readonly #events;
  readonly #remove: readonly { run(id: number): unknown }[];

  constructor(database: CaseDatabase) {
    this.#fill =
      database.prepare(`update connection set local_ip = coalesce(connection.local_ip, o.local_ip), local_port = coalesce(nullif(connection.local_port, 0), o.local_port, connection.local_port),
        remote_ip = coalesce(connection.remote_ip, o.remote_ip), remote_port = coalesce(nullif(connection.remote_port, 0), o.remote_port, connection.remote_port),
        opened_ns = case when connection.opened_us is null then o.opened_ns else connection.opened_ns end,
        opened_us = coalesce(connection.opened_us, o.opened_us - o.ahead_us + connection.ahead_us),
        closed_ns = case when connection.closed_us is null then o.closed_ns else connection.closed_ns end,
        closed_us = coalesce(connection.closed_us, max(o.closed_us - o.ahead_us + connection.ahead_us, coalesce(connection.opened_us, 0))),
        bytes_sent = nullif(max(coalesce(connection.bytes_sent, -1), coalesce(o.bytes_sent, -1)), -1),
        bytes_received = nullif(max(coalesce(connection.bytes_received, -1), coalesce(o.bytes_received, -1)), -1),
        attempts = max(connection.attempts, o.attempts), names = coalesce(connection.names, o.names), is_open_seen = max(connection.is_open_seen, o.is_open_seen),
        is_direction_inferred = min(connection.is_direction_inferred, o.is_direction_inferred),
        remote_namespace = coalesce(connection.remote_namespace, o.remote_namespace), remote_pod = coalesce(connection.remote_pod, o.remote_pod),
        remote_workload = coalesce(connection.remote_workload, o.remote_workload)
      from connection o where o.id = ? and connection.id = ?`);
    this.#events = database.prepare('update or ignore connection_event set connection = ? where connection = ?');
    this.#remove = [
      database.prepare('delete from connection_event where connection = ?'),
      database.prepare('delete from connection where id = ?'),
    ];
  }

  merge(kept: number, other: number): void {
    this.#fill.run(other, kept);
    this.#events.run(kept, other);
    for (const statement of this.#remove) statement.run(other);
  }
}
