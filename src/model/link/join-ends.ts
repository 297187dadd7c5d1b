import { byTime } from './by-time.js';
import { INBOUND, OUTBOUND } from './connection-columns.js';
import type { ConnectionTable } from './connection-table.js';
import { EndIndex } from './end-index.js';
import { isOfAnyHost, type OwnAddresses } from './own-addresses.js';

/** Client and server see a connection begin within this; clocks of two nodes may differ by as much. */
const PEER_WINDOW_US = 5_000_000;
/** Without the client's port in the server's events, only a nearer accept is believed. */
const BLIND_WINDOW_US = 1_000_000;
/** A server's socket of which only the close was seen was opened this long before at most. */
const LONGEST_US = 86_400_000_000;

/** Gives clients the connections of their servers as peers. A server's is the peer of one: of the client that called first. */
export class EndJoiner {
  readonly #table: ConnectionTable;
  /** By server: the client that has it. */
  readonly #clients: Int32Array;

  constructor(table: ConnectionTable) {
    this.#table = table;
    this.#clients = new Int32Array(table.last + 1);
  }

  /** The server's remote end is the client's local one, whatever address of the service the client called. */
  joinEnds(): void {
    const { localIp, localPort, remoteIp, remotePort, direction } = this.#table.columns;
    const servers = new EndIndex(
      { owners: remoteIp, ports: remotePort },
      this.#table.rowsWhere((row) => direction[row] === INBOUND),
    );
    const clients = this.#table.rowsWhere((row) => direction[row] === OUTBOUND && (localPort[row] ?? 0) > 0 && localIp[row] !== 0);
    for (const client of this.#inOrder(clients)) this.#join(client, this.#nearestServer(client, servers));
  }

  /** An accept whose client is in no event at all: the connect to that container's port which is nearest in time. */
  joinBlindEnds(own: OwnAddresses): void {
    const { direction, peer, remoteIp, localIp, localPort, remotePort, isRemoteInferred } = this.#table.columns;
    const accepts = new BlindServers(
      this.#table,
      this.#table.rowsWhere((row) => direction[row] === INBOUND && remoteIp[row] === 0 && this.#clients[row] === 0),
    );
    const clients = this.#table.rowsWhere((row) => direction[row] === OUTBOUND && peer[row] === 0 && own.has(remoteIp[row] ?? 0));
    for (const client of this.#inOrder(clients)) this.#join(client, accepts.nearest(client, own.get(remoteIp[client] ?? 0) ?? 0));
    for (const server of this.#table.rows()) {
      const client = this.#clients[server] ?? 0;
      if (client === 0 || remoteIp[server] !== 0) continue;
      remoteIp[server] = localIp[client] ?? 0;
      remotePort[server] = localPort[client] ?? -1;
      isRemoteInferred[server] = 1;
    }
  }

  /** Gives servers their clients as peers, too. */
  joinBack(): void {
    const { peer } = this.#table.columns;
    for (const server of this.#table.rows()) if (peer[server] === 0) peer[server] = this.#clients[server] ?? 0;
  }

  #join(client: number, server: number): void {
    if (server === 0 || this.#clients[server] !== 0) return;
    this.#clients[server] = client;
    this.#table.columns.peer[client] = server;
  }

  #nearestServer(client: number, servers: EndIndex): number {
    const { protocol, localIp, localPort, openedUs, closedUs } = this.#table.columns;
    const us = openedUs[client] ?? Number.NaN;
    let nearest = 0;
    let least = Number.POSITIVE_INFINITY;
    let server = servers.first(localIp[client] ?? 0, localPort[client] ?? 0);
    for (; server !== 0; server = servers.after(server)) {
      const opened = openedUs[server] ?? Number.NaN;
      const isOpenUntold = Number.isNaN(opened);
      const gap = Math.abs((isOpenUntold ? (closedUs[server] ?? Number.NaN) : opened) - us);
      if (!(gap < least) || gap > (isOpenUntold ? LONGEST_US : PEER_WINDOW_US)) continue;
      if (protocol[server] === protocol[client] && this.#canMeet(client, server)) [nearest, least] = [server, gap];
    }
    return nearest;
  }

  /** A loopback address is everywhere: only in one container, or on one host, is it the same. */
  #canMeet(client: number, server: number): boolean {
    const table = this.#table;
    if (table.nodeOf(client) === table.nodeOf(server) && table.containerOf(client) === table.containerOf(server)) return true;
    return !isOfAnyHost(table.texts.text(table.columns.localIp[client] ?? 0) ?? '');
  }

  #inOrder(clients: Int32Array): Int32Array {
    return byTime(clients, this.#table.columns.openedUs);
  }
}

/** Accepts that no client is known of, by container and port. */
class BlindServers {
  readonly #table: ConnectionTable;
  readonly #rows = new Map<string, number[]>();

  constructor(table: ConnectionTable, accepts: Int32Array) {
    this.#table = table;
    const { localPort, protocol, openedUs } = table.columns;
    for (const row of byTime(accepts, openedUs)) {
      const container = table.containerOf(row);
      if (container === 0) continue;
      const key = keyOf(container, localPort[row] ?? -1, protocol[row] ?? 0);
      const rows = this.#rows.get(key);
      if (rows === undefined) this.#rows.set(key, [row]);
      else rows.push(row);
    }
  }

  /** The accept of a container that is nearest to a connect to it; 0 for none. */
  nearest(client: number, container: number): number {
    const { remotePort, protocol, openedUs } = this.#table.columns;
    const us = openedUs[client] ?? Number.NaN;
    const rows = this.#rows.get(keyOf(container, remotePort[client] ?? -1, protocol[client] ?? 0)) ?? [];
    let nearest = 0;
    let least = BLIND_WINDOW_US;
    for (let at = this.#firstSince(rows, us - BLIND_WINDOW_US); at < rows.length; at++) {
      const row = rows[at] ?? 0;
      const gap = Math.abs((openedUs[row] ?? Number.NaN) - us);
      if (!(gap <= BLIND_WINDOW_US)) break;
      if (gap < least || nearest === 0 || (gap === least && row < nearest)) [nearest, least] = [row, gap];
    }
    return nearest;
  }

  #firstSince(rows: readonly number[], us: number): number {
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (!((this.#table.columns.openedUs[rows[middle] ?? 0] ?? 0) >= us)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function keyOf(container: number, port: number, protocol: number): string {
  return `${container} ${port} ${protocol}`;
}
