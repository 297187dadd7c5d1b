import { COUNTED_COOKIE, NO_COOKIE, TEXT_COOKIE } from '../../model/link/connection-columns.js';
import type { SocketColumns } from '../../model/link/socket-columns.js';
import type { CaseDatabase } from '../database.js';

/** Socket events as their facts tell them: protocols, addresses and lists of names are rows of `term`. */
export interface SocketFactColumns extends SocketColumns {
  readonly image: Int32Array;
  readonly source: Int32Array;
  /** Cookies that are no numbers: `cookieLow` of these is a place here. */
  readonly cookieTexts: readonly string[];
}

/** Read at a time, about: some twenty megabytes. */
export const FACTS_AT_A_TIME = 300_000;

/** How many parts of so many facts the socket facts are read in. */
export function socketParts(database: CaseDatabase, factsAtATime: number): number {
  return Math.ceil(Number(database.prepare('select count(*) from socket_fact').pluck().get()) / factsAtATime);
}

/** Read as plain arrays: a named field costs as much as the row's look-ups together. */
type SocketTuple = readonly [
  event: number,
  image: number,
  operation: number,
  isOriented: number,
  protocol: number,
  localIp: number | null,
  localPort: number | null,
  remoteIp: number | null,
  remotePort: number | null,
  cookieHigh: number | null,
  cookieLow: number | null,
  cookieText: string | null,
  names: number | null,
  pod: number | null,
  bytesSent: number | null,
  bytesReceived: number | null,
  count: number,
  us: number | null,
  ns: number,
  source: number,
];

const SOCKETS = `
  select s.event, s.image, s.operation, s.is_oriented, s.protocol, s.local_ip, s.local_port, s.remote_ip, s.remote_port,
    case typeof(s.cookie) when 'integer' then (s.cookie >> 32) & 0xffffffff end, case typeof(s.cookie) when 'integer' then s.cookie & 0xffffffff end,
    case typeof(s.cookie) when 'text' then s.cookie end, s.remote_names, s.remote_pod, s.bytes_sent, s.bytes_received, s.n, e.time_us, e.time_ns, e.source
  from socket_fact s join event e on e.id = s.event`;

/** All events of a socket are in one part. */
const OF_PART = `
  where case typeof(s.cookie) when 'integer' then abs(s.cookie % @parts) when 'text' then length(s.cookie) % @parts
    else (select process from process_image pi where pi.image = s.image) % @parts end = @part`;

/** Reads one part of the socket facts, in order of event. */
export function readSockets(database: CaseDatabase, part: number, parts: number): SocketFactColumns {
  const where = parts === 1 ? '' : OF_PART;
  const given = parts === 1 ? [] : [{ part, parts }];
  const count = Number(
    database
      .prepare(`select count(*) from socket_fact s ${where}`)
      .pluck()
      .get(...given),
  );
  const cookieTexts: string[] = [];
  const columns = { ...socketColumns(count), cookieTexts };
  let at = 0;
  for (const tuple of database
    .prepare<unknown[], SocketTuple>(`${SOCKETS} ${where} order by s.event`)
    .raw()
    .iterate(...given)) {
    fill(columns, at, tuple);
    const [high, low, text] = [tuple[9], tuple[10], tuple[11]];
    columns.cookieKind[at] = low !== null ? COUNTED_COOKIE : text !== null ? TEXT_COOKIE : NO_COOKIE;
    columns.cookieHigh[at] = high ?? 0;
    columns.cookieLow[at] = low ?? (text === null ? 0 : cookieTexts.push(text) - 1);
    at += 1;
  }
  return columns;
}

function socketColumns(length: number) {
  return {
    length,
    event: new Int32Array(length),
    image: new Int32Array(length),
    operation: new Uint8Array(length),
    isOriented: new Uint8Array(length),
    protocol: new Int32Array(length),
    localIp: new Int32Array(length),
    localPort: new Int32Array(length),
    remoteIp: new Int32Array(length),
    remotePort: new Int32Array(length),
    cookieKind: new Uint8Array(length),
    cookieHigh: new Uint32Array(length),
    cookieLow: new Uint32Array(length),
    names: new Int32Array(length),
    pod: new Int32Array(length),
    bytesSent: new Float64Array(length),
    bytesReceived: new Float64Array(length),
    count: new Uint32Array(length),
    us: new Float64Array(length),
    ns: new Uint16Array(length),
    source: new Int32Array(length),
  };
}

function fill(columns: SocketFactColumns, at: number, tuple: SocketTuple): void {
  columns.event[at] = tuple[0];
  columns.image[at] = tuple[1];
  columns.operation[at] = tuple[2];
  columns.isOriented[at] = tuple[3];
  columns.protocol[at] = tuple[4];
  columns.localIp[at] = tuple[5] ?? 0;
  columns.localPort[at] = tuple[6] ?? -1;
  columns.remoteIp[at] = tuple[7] ?? 0;
  columns.remotePort[at] = tuple[8] ?? -1;
  columns.names[at] = tuple[12] ?? 0;
  columns.pod[at] = tuple[13] ?? 0;
  columns.bytesSent[at] = tuple[14] ?? Number.NaN;
  columns.bytesReceived[at] = tuple[15] ?? Number.NaN;
  columns.count[at] = tuple[16];
  columns.us[at] = tuple[17] ?? Number.NaN;
  columns.ns[at] = tuple[18];
  columns.source[at] = tuple[19];
}
