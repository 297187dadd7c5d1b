import { type BlindAccept, joinAccepts, type LoneClose } from '../../model/link/join-accepts.js';
import type { CaseDatabase } from '../database.js';
import { CONNECTIONS_BY_PROCESS } from '../schema.js';

/** Client and server see a connection begin within this; clocks of two nodes may differ by as much. */
const PEER_WINDOW_US = 5_000_000;
/** Without the client's port in the server's events, only a nearer accept is believed. */
const BLIND_WINDOW_US = 1_000_000;

/** Gives containers their addresses, joins accepts with the closes that name the client, and both ends of each connection. */
export function linkPeers(database: CaseDatabase): void {
  database.exec(
    `create index if not exists connection_remote on connection(remote_ip, remote_port); create index if not exists connection_process on ${CONNECTIONS_BY_PROCESS}`,
  );
  ownAddresses(database);
  joinBlindAccepts(database);
  joinEnds(database);
  joinBlindEnds(database);
  foldBlindAccepts(database);
  database.exec('update connection set peer = j.id from temp.joined j where j.peer = connection.id and connection.peer is null');
}

/** An address is a container's own when TCP sockets of no other container had it as their local end. */
function ownAddresses(database: CaseDatabase): void {
  database.exec(`
    drop table if exists temp.own_address;
    create temp table own_address as
      select local_ip as ip, min(container) as container from connection
      where protocol = 'tcp' and container is not null and local_ip is not null and local_ip not in ('0.0.0.0', '::', '::1') and local_ip not like '127.%'
      group by local_ip having count(distinct container) = 1;
    create unique index temp.own_address_ip on own_address(ip);
    update container set addresses = coalesce((select json_group_array(ip) from (select ip from temp.own_address a where a.container = container.id order by ip)), '[]');
  `);
}

interface ServerRow {
  readonly id: number;
  readonly container: number | null;
  readonly node: string;
  readonly is_close: number;
  readonly local_port: number;
  readonly remote_ip: string | null;
  readonly remote_port: number | null;
  readonly us: number;
  readonly client_us: number | null;
  readonly client_port: number | null;
}

const SERVER_ROWS = `
  select s.id, s.container, s.node, s.opened_us is null as is_close, coalesce(s.local_port, 0) as local_port, s.remote_ip, s.remote_port,
    coalesce(s.opened_us, s.closed_us) as us, c.opened_us as client_us, c.remote_port as client_port
  from connection s
    left join connection c on c.direction = 'outbound' and c.local_ip = s.remote_ip and c.local_port = s.remote_port and s.remote_port > 0
      and c.opened_us between s.closed_us - 86400000000 and s.closed_us
  where s.protocol = 'tcp' and s.direction <> 'listen'
    and ((s.direction = 'inbound' and s.remote_ip is null and s.opened_us is not null) or (s.opened_us is null and s.remote_ip is not null and s.remote_port > 0))
    and coalesce(s.opened_us, s.closed_us) is not null
  order by s.node, s.container, s.id, c.opened_us desc`;

/** Server by server: an accept without a client and a close without an accept may be two ends of one connection. */
function joinBlindAccepts(database: CaseDatabase): void {
  database.exec('create index if not exists connection_local on connection(local_ip, local_port)');
  const merge = new AcceptMerger(database);
  const groups = new Map<string, { accepts: BlindAccept[]; closes: Map<number, LoneClose> }>();
  for (const row of database.prepare<[], ServerRow>(SERVER_ROWS).iterate()) {
    const key = `${row.node} ${row.container}`;
    const group = groups.get(key) ?? { accepts: [], closes: new Map<number, LoneClose>() };
    groups.set(key, group);
    if (row.is_close === 0) group.accepts.push({ id: row.id, port: row.local_port, openedUs: row.us });
    else if (!group.closes.has(row.id)) group.closes.set(row.id, loneClose(row));
  }
  for (const { accepts, closes } of groups.values()) {
    for (const joined of joinAccepts(accepts, [...closes.values()])) merge.merge(joined.accept, joined.close, joined.isCertain);
  }
}

function loneClose(row: ServerRow): LoneClose {
  return {
    id: row.id,
    port: row.local_port,
    client: { ip: row.remote_ip ?? '', port: row.remote_port ?? 0 },
    closedUs: row.us,
    ...(row.client_us === null ? {} : { clientConnect: { atUs: row.client_us, port: row.client_port ?? 0 } }),
  };
}

class AcceptMerger {
  readonly #fill;
  readonly #events;
  readonly #remove: readonly { run(id: number): unknown }[];

  constructor(database: CaseDatabase) {
    this.#fill =
      database.prepare(`update connection set local_ip = case when c.local_ip is null then connection.local_ip else c.local_ip end,
        remote_ip = c.remote_ip, remote_port = c.remote_port, remote_namespace = c.remote_namespace, remote_pod = c.remote_pod, remote_workload = c.remote_workload, names = c.names,
        closed_us = c.closed_us, closed_ns = c.closed_ns, bytes_sent = c.bytes_sent, bytes_received = c.bytes_received, cookie = c.cookie, is_remote_inferred = ?
      from connection c where c.id = ? and connection.id = ?`);
    this.#events = database.prepare('update or ignore connection_event set connection = ? where connection = ?');
    this.#remove = [
      database.prepare('delete from connection_event where connection = ?'),
      database.prepare('delete from connection where id = ?'),
    ];
  }

  merge(accept: number, close: number, isCertain: boolean): void {
    this.#fill.run(Number(!isCertain), close, accept);
    this.#events.run(accept, close);
    for (const statement of this.#remove) statement.run(close);
  }
}

/** The server's remote end is the client's local one, whatever address of the service the client called. */
function joinEnds(database: CaseDatabase): void {
  database.exec(`
    drop table if exists temp.joined;
    create temp table joined (id integer primary key, peer integer unique);
    insert or ignore into temp.joined select * from (
      select c.id, (
        select s.id from connection s
        where s.remote_ip = c.local_ip and s.remote_port = c.local_port and s.direction = 'inbound' and s.protocol = c.protocol and s.id <> c.id
          and abs(coalesce(s.opened_us, s.closed_us) - c.opened_us) <= case when s.opened_us is null then 86400000000 else ${PEER_WINDOW_US} end
          and (c.local_ip not like '127.%' and c.local_ip <> '::1' or (s.node = c.node and s.container is c.container))
        order by abs(coalesce(s.opened_us, s.closed_us) - c.opened_us), s.id limit 1) as other
      from connection c where c.direction = 'outbound' and c.local_port > 0 order by c.opened_us, c.id) where other is not null;
    update connection set peer = (select peer from temp.joined j where j.id = connection.id) where id in (select id from temp.joined);
  `);
}

/** An accept whose client is in no event at all: the connect to that container's port which is nearest in time. */
function joinBlindEnds(database: CaseDatabase): void {
  database.exec(`
    insert or ignore into temp.joined select * from (
      select c.id, (
        select s.id from connection s
        where s.container = a.container and s.direction = 'inbound' and s.remote_ip is null and s.local_port = c.remote_port and s.protocol = c.protocol
          and s.opened_us between c.opened_us - ${BLIND_WINDOW_US} and c.opened_us + ${BLIND_WINDOW_US}
          and not exists (select 1 from temp.joined j where j.peer = s.id)
        order by abs(s.opened_us - c.opened_us), s.id limit 1) as other
      from connection c join temp.own_address a on a.ip = c.remote_ip
      where c.direction = 'outbound' and c.peer is null order by c.opened_us, c.id) where other is not null;
    update connection set remote_ip = c.local_ip, remote_port = c.local_port, is_remote_inferred = 1
      from connection c join temp.joined j on j.id = c.id where j.peer = connection.id and connection.remote_ip is null;
    update connection set peer = (select peer from temp.joined j where j.id = connection.id) where peer is null and id in (select id from temp.joined);
  `);
}

/** Accepts that stay without a client (a non-blocking accept that found nothing prints the same) are one row per listener. */
function foldBlindAccepts(database: CaseDatabase): void {
  database.exec(`
    drop table if exists temp.blind;
    create temp table blind as
      select id, first_value(id) over listener as kept, sum(attempts) over (partition by process, protocol, local_ip, local_port) as attempts
      from connection where direction = 'inbound' and remote_ip is null and peer is null
      window listener as (partition by process, protocol, local_ip, local_port order by opened_us, id);
    create index temp.blind_kept on blind(kept);
    update connection set attempts = (select b.attempts from temp.blind b where b.id = connection.id) where id in (select kept from temp.blind);
    update or ignore connection_event set connection = (select kept from temp.blind b where b.id = connection) where connection in (select id from temp.blind where id <> kept);
    delete from connection where id in (select id from temp.blind where id <> kept);
    drop table temp.blind;
  `);
}
