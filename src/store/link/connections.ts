import { pairSockets, type SocketDraft, type SocketEvent } from '../../model/link/pair-sockets.js';
import type { SocketEnd } from '../../model/record.js';
import { SOCKET_OPERATIONS } from '../../model/record.js';
import type { CaseDatabase } from '../database.js';
import { cookieText, storedCookie } from '../socket-cookie.js';

interface SocketRow {
  readonly event: number;
  readonly process: number;
  readonly node: string;
  readonly container: number | null;
  readonly operation: number;
  readonly is_oriented: number;
  readonly protocol: string;
  readonly local_ip: string | null;
  readonly local_port: number | null;
  readonly remote_ip: string | null;
  readonly remote_port: number | null;
  readonly cookie: string | null;
  readonly remote_names: number | null;
  readonly remote_pod: number | null;
  readonly bytes_sent: number | null;
  readonly bytes_received: number | null;
  readonly n: number;
  readonly time_us: number | null;
  readonly time_ns: number;
  readonly origin: string;
  readonly ahead_us: number;
}

/** Read as plain arrays: a named field costs as much as the row's look-ups together. */
type SocketTuple = readonly [
  event: number,
  process: number,
  node: string,
  container: number | null,
  operation: number,
  isOriented: number,
  protocol: string,
  localIp: string | null,
  localPort: number | null,
  remoteIp: string | null,
  remotePort: number | null,
  cookie: string | null,
  remoteNames: number | null,
  remotePod: number | null,
  bytesSent: number | null,
  bytesReceived: number | null,
  n: number,
  timeUs: number | null,
  timeNs: number,
  origin: string,
  aheadUs: number,
];

const COOKIE = cookieText('s.cookie');

const SOCKET_ROWS = `
  select s.event, pi.process, p.node, p.container, s.operation, s.is_oriented, t.text, l.text, s.local_port, r.text, s.remote_port, ${COOKIE} as told_cookie,
    s.remote_names, s.remote_pod, s.bytes_sent, s.bytes_received, s.n, event_us(s.event) as time_us, event_ns(s.event) as time_ns,
    coalesce(st.name, i.origin) as stream, coalesce(m.ahead_us, 0)
  from socket_fact s

    join term t on t.id = s.protocol
    left join term l on l.id = s.local_ip
    left join term r on r.id = s.remote_ip
    join image i on i.id = s.image
    left join machine m on m.node = i.node
    join process_image pi on pi.image = s.image
    join process p on p.id = pi.process
    left join temp.stream st on st.source = event_source(s.event) and st.node = p.node
  order by p.node, stream, told_cookie, case when s.cookie is null then pi.process end, event_us(s.event), event_ns(s.event),
    -- Of one instant: as a socket lives, from its opening to its close.
    s.operation, l.text, s.local_port, r.text, s.remote_port, s.event`;

function socketRow(tuple: SocketTuple): SocketRow {
  const [
    event,
    process,
    node,
    container,
    operation,
    is_oriented,
    protocol,
    local_ip,
    local_port,
    remote_ip,
    remote_port,
    cookie,
    remote_names,
    ...rest
  ] = tuple;
  const [remote_pod, bytes_sent, bytes_received, n, time_us, time_ns, origin, ahead_us] = rest;
  return {
    event,
    process,
    node,
    container,
    operation,
    is_oriented,
    protocol,
    local_ip,
    local_port,
    remote_ip,
    remote_port,
    cookie,
    remote_names,
    remote_pod,
    bytes_sent,
    bytes_received,
    n,
    time_us,
    time_ns,
    origin,
    ahead_us,
  };
}

/** Fills `connection` and `connection_event` from socket events. Memory: the events of one kernel socket, or of one process without cookies. */
export function linkConnections(database: CaseDatabase): void {
  const listening = listeners(database);
  const listensOn = (place: string, port: number) => listening.get(place)?.has(port) === true;
  const writer = new ConnectionWriter(database);
  let rows: SocketRow[] = [];
  const finish = () => {
    const byEvent = new Map(rows.map((row) => [row.event, row]));
    for (const draft of pairSockets(rows.map(socketEvent), listensOn)) writer.write(draft, byEvent);
    rows = [];
  };
  for (const tuple of database.prepare<[], SocketTuple>(SOCKET_ROWS).raw().iterate()) {
    const row = socketRow(tuple);
    const [first] = rows;
    const isSame =
      first?.node === row.node &&
      first.origin === row.origin &&
      first.cookie === row.cookie &&
      (row.cookie !== null || first.process === row.process);
    if (first !== undefined && !isSame) finish();
    rows.push(row);
  }
  finish();
}

/** Ports that each container (or host) listens on. */
function listeners(database: CaseDatabase): ReadonlyMap<string, ReadonlySet<number>> {
  const rows = database
    .prepare<[number], { node: string; container: number | null; port: number }>(
      `select distinct p.node, p.container, s.local_port as port from socket_fact s join process_image pi on pi.image = s.image join process p on p.id = pi.process
       where s.operation = ? and s.local_port > 0`,
    )
    .all(SOCKET_OPERATIONS.indexOf('listen'));
  const ports = new Map<string, Set<number>>();
  for (const row of rows) {
    const place = placeOf(row);
    const known = ports.get(place) ?? new Set<number>();
    ports.set(place, known.add(row.port));
  }
  return ports;
}

function placeOf(row: { readonly node: string; readonly container: number | null }): string {
  return row.container === null ? `node ${row.node}` : `container ${row.container}`;
}

function socketEvent(row: SocketRow): SocketEvent {
  const local = endOf(row.local_ip, row.local_port);
  const remote = endOf(row.remote_ip, row.remote_port);
  return {
    event: row.event,
    process: row.process,
    place: placeOf(row),
    operation: SOCKET_OPERATIONS[row.operation] ?? 'close',
    isOriented: row.is_oriented === 1,
    protocol: row.protocol,
    ...(local === undefined ? {} : { local }),
    ...(remote === undefined ? {} : { remote }),
    hasCookie: row.cookie !== null,
    ...(row.bytes_sent === null ? {} : { bytesSent: row.bytes_sent }),
    ...(row.bytes_received === null ? {} : { bytesReceived: row.bytes_received }),
    count: row.n,
    ...(row.time_us === null ? {} : { us: row.time_us }),
    ns: row.time_ns,
  };
}

/** An end of a socket as stored. */
export function endOf(ip: string | null, port: number | null): SocketEnd | undefined {
  return ip === null ? undefined : { ip, port: port ?? 0 };
}

/** Lists of names remembered at a time: few names are called by most connections. */
const REMEMBERED_LISTS = 10_000;

class ConnectionWriter {
  readonly #connection;
  readonly #event;
  readonly #pod;
  readonly #term;
  readonly #names = new Map<number, readonly string[]>();
  #next = 1;

  constructor(database: CaseDatabase) {
    this.#connection =
      database.prepare(`insert into connection (id, process, node, container, protocol, direction, is_direction_inferred, local_ip, local_port, remote_ip, remote_port,
      opened_us, opened_ns, closed_us, closed_ns, bytes_sent, bytes_received, attempts, cookie, remote_namespace, remote_pod, remote_workload, names, is_open_seen, origin, ahead_us)
      values (${new Array(26).fill('?').join(', ')})`);
    this.#event = database.prepare('insert or ignore into connection_event values (?, ?)');
    this.#pod = database.prepare<[number], { namespace: string | null; name: string | null; workload: string | null }>(
      'select namespace, name, workload from pod_metadata where id = ?',
    );
    this.#term = database.prepare<[number], string>('select text from term where id = ?').pluck();
  }

  write(draft: SocketDraft, rows: ReadonlyMap<number, SocketRow>): void {
    const told = draft.events.flatMap((event) => rows.get(event) ?? []);
    const [first] = told;
    if (first === undefined) return;
    const remotePod = told.find((row) => row.remote_pod !== null)?.remote_pod ?? null;
    const pod = remotePod === null ? undefined : this.#pod.get(remotePod);
    const id = this.#next++;
    this.#connection.run(
      id,
      draft.process,
      first.node,
      first.container,
      draft.protocol,
      draft.direction,
      Number(draft.directionIsInferred),
      draft.local?.ip ?? null,
      draft.local?.port ?? null,
      draft.remote?.ip ?? null,
      draft.remote?.port ?? null,
      draft.openedUs ?? null,
      draft.openedNs,
      draft.closedUs ?? null,
      draft.closedNs,
      draft.bytesSent ?? null,
      draft.bytesReceived ?? null,
      draft.attempts,
      first.cookie === null ? null : storedCookie(first.cookie),
      pod?.namespace ?? null,
      pod?.name ?? null,
      pod?.workload ?? null,
      this.#namesTold(told),
      Number(draft.isOpenSeen),
      first.origin,
      first.ahead_us,
    );
    for (const row of told) this.#event.run(id, row.event);
  }

  /** Names that the events themselves carry, with the event that did. */
  #namesTold(rows: readonly SocketRow[]): string | null {
    const names = new Map<string, object>();
    for (const row of rows) {
      if (row.remote_names === null) continue;
      for (const name of this.#namesOf(row.remote_names)) {
        if (!names.has(name))
          names.set(name, { name, from: 'event', ...(row.time_us === null ? {} : { atUs: row.time_us }), event: row.event });
      }
    }
    return names.size === 0 ? null : JSON.stringify([...names.values()]);
  }

  #namesOf(term: number): readonly string[] {
    const known = this.#names.get(term);
    if (known !== undefined) return known;
    if (this.#names.size >= REMEMBERED_LISTS) this.#names.clear();
    const names = namesIn(this.#term.get(term) ?? '[]');
    this.#names.set(term, names);
    return names;
  }
}

function namesIn(json: string): readonly string[] {
  const parsed: unknown = JSON.parse(json);
  return Array.isArray(parsed) ? parsed.filter((name): name is string => typeof name === 'string') : [];
}
