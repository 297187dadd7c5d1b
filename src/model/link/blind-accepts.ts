import { INBOUND, LISTEN, OUTBOUND } from './connection-columns.js';
import type { ConnectionTable } from './connection-table.js';
import { EndIndex } from './end-index.js';
import { compareTimes } from './event-lists.js';
import { type BlindAccept, joinAccepts, type LoneClose } from './join-accepts.js';
import { TCP } from './texts.js';

const DAY_US = 86_400_000_000;

interface Server {
  readonly accepts: BlindAccept[];
  readonly closes: LoneClose[];
}

/** Server by server: an accept without a client and a close without an accept may be two ends of one connection. */
export function joinBlindAccepts(table: ConnectionTable): void {
  const clients = new Clients(table);
  for (const { accepts, closes } of servers(table, clients).values())
    for (const { accept, close, isCertain } of joinAccepts(accepts, closes)) merge(table, { accept, close, isCertain });
}

function servers(table: ConnectionTable, clients: Clients): ReadonlyMap<string, Server> {
  const { protocol, direction, localPort, remoteIp, remotePort, openedUs, closedUs } = table.columns;
  const found = new Map<string, Server>();
  for (const row of table.rows()) {
    if (protocol[row] !== TCP || direction[row] === LISTEN) continue;
    const isOpened = !Number.isNaN(openedUs[row]);
    const isAccept = isOpened && direction[row] === INBOUND && remoteIp[row] === 0;
    const isClose = !isOpened && remoteIp[row] !== 0 && (remotePort[row] ?? 0) > 0 && !Number.isNaN(closedUs[row]);
    if (!isAccept && !isClose) continue;
    const key = `${table.nodeOf(row)} ${table.containerOf(row)}`;
    const server = found.get(key) ?? { accepts: [], closes: [] };
    found.set(key, server);
    const port = Math.max(0, localPort[row] ?? 0);
    if (isAccept) server.accepts.push({ id: row, port, openedUs: openedUs[row] ?? 0 });
    else server.closes.push({ id: row, port, closedUs: closedUs[row] ?? 0, ...clients.of(row) });
  }
  return found;
}

/** The connects of those whose end a close names. */
class Clients {
  readonly #table: ConnectionTable;
  #index: EndIndex | undefined;

  constructor(table: ConnectionTable) {
    this.#table = table;
  }

  /** The last connect from the other end before the row was closed. */
  of(row: number): Pick<LoneClose, 'clientConnect'> {
    const { localIp, localPort, remoteIp, remotePort, openedUs, closedUs, direction } = this.#table.columns;
    this.#index ??= new EndIndex(
      { owners: localIp, ports: localPort },
      this.#table.rowsWhere((other) => direction[other] === OUTBOUND),
    );
    const closed = closedUs[row] ?? 0;
    let last = 0;
    for (const client of this.#index.rows(remoteIp[row] ?? 0, remotePort[row] ?? 0)) {
      const opened = openedUs[client] ?? Number.NaN;
      if (opened >= closed - DAY_US && opened <= closed && (last === 0 || opened > (openedUs[last] ?? 0))) last = client;
    }
    if (last === 0) return {};
    return { clientConnect: { atUs: openedUs[last] ?? 0, port: Math.max(0, remotePort[last] ?? 0) } };
  }
}

function merge(
  table: ConnectionTable,
  { accept, close, isCertain }: { readonly accept: number; readonly close: number; readonly isCertain: boolean },
): void {
  const { columns } = table;
  if (columns.localIp[close] !== 0) columns.localIp[accept] = columns.localIp[close] ?? 0;
  for (const column of [
    columns.remoteIp,
    columns.remotePort,
    columns.remoteNamespace,
    columns.remotePod,
    columns.remoteWorkload,
    columns.names,
    columns.closedUs,
  ])
    column[accept] = column[close] ?? 0;
  columns.isRemoteInferred[accept] = Number(!isCertain);
  table.removeInto(accept, close, 'close of an accept');
}

/** Accepts that stay without a client (a non-blocking accept that found nothing prints the same) are one row per listener. */
export function foldBlindAccepts(table: ConnectionTable): void {
  const { direction, process, protocol, localIp, localPort, remoteIp, openedUs, peer } = table.columns;
  const listeners = new Map<string, number[]>();
  for (const row of table.rows()) {
    if (direction[row] !== INBOUND || remoteIp[row] !== 0 || peer[row] !== 0) continue;
    const key = `${process[row]} ${protocol[row]} ${localIp[row]} ${localPort[row]}`;
    const rows = listeners.get(key);
    if (rows === undefined) listeners.set(key, [row]);
    else rows.push(row);
  }
  for (const rows of listeners.values()) {
    const kept = rows.reduce((first, row) => (compareTimes(openedUs[row] ?? 0, openedUs[first] ?? 0) < 0 ? row : first));
    for (const row of rows) if (row !== kept) table.removeInto(kept, row, 'folded accept');
  }
}
