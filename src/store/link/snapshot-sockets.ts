import { DIRECTIONS, INBOUND, LISTEN } from '../../model/link/connection-columns.js';
import type { ConnectionTable } from '../../model/link/connection-table.js';
import { acceptOf, type KnownSocket, sameSocket, type UntoldAccept } from '../../model/link/match-lives.js';
import type { SocketLife } from '../../model/link/pair-snapshots.js';
import type { SocketEnd } from '../../model/record.js';
import type { CaseDatabase } from '../database.js';

/** Whose socket it is. */
export interface SocketOwner {
  readonly process: number;
  readonly container: number;
}

/** Finds the connection that a socket of a heartbeat is, as other sources tell it, or adds it as one. */
export class SnapshotSockets {
  readonly #table: ConnectionTable;
  readonly #node;
  readonly #event;
  readonly #known: KnownSockets;
  /** By kernel socket: the containers of a pod have one network, and each reports all of its sockets. */
  readonly #reported = new Map<string, number>();

  constructor(database: CaseDatabase, table: ConnectionTable) {
    this.#table = table;
    this.#known = new KnownSockets(table);
    this.#node = database.prepare<[number], string>('select node from process where id = ?').pluck();
    this.#event = database.prepare<[number], { time_us: number | null; time_ns: number }>(
      'select event_us(asked) as time_us, event_ns(asked) as time_ns from (select ? as asked)',
    );
  }

  /** Row of the connection. */
  connectionOf(life: SocketLife, owner: SocketOwner): number {
    const kernelSocket = life.inode === undefined ? undefined : `${keyOf(life)} ${life.inode}`;
    const reported = kernelSocket === undefined ? undefined : this.#reported.get(kernelSocket);
    const connection = reported ?? this.#known.find(life, owner) ?? this.#add(life, owner);
    if (kernelSocket !== undefined) this.#reported.set(kernelSocket, connection);
    for (const event of life.events) {
      const time = this.#event.get(event);
      this.#table.tell(connection, event, time?.time_us ?? Number.NaN, time?.time_ns ?? 0);
    }
    return connection;
  }

  #add(life: SocketLife, { process, container }: SocketOwner): number {
    const row = this.#table.add();
    const { columns, details, texts, owners } = this.#table;
    columns.process[row] = process;
    const node = texts.of(this.#node.get(process));
    columns.protocol[row] = texts.of(life.protocol);
    columns.direction[row] = DIRECTIONS.indexOf(life.direction);
    columns.isDirectionInferred[row] = Number(life.directionIsInferred);
    columns.localIp[row] = texts.of(life.local.ip);
    columns.localPort[row] = life.local.port;
    columns.remoteIp[row] = texts.of(life.remote?.ip);
    columns.remotePort[row] = life.remote?.port ?? -1;
    columns.openedUs[row] = life.firstUs;
    columns.closedUs[row] = life.goneUs ?? Number.NaN;
    details.attempts[this.#table.detailPlace(row)] = 1;
    columns.owner[row] = owners.of({ node, container, origin: texts.of('chalk'), aheadUs: 0 });
    this.#table.sampled.set(row, life.absentUs);
    return row;
  }
}

function keyOf({ protocol, local, remote }: SocketLife): string {
  return `${protocol} ${local.ip} ${local.port} ${remote?.ip} ${remote?.port}`;
}

/** Connections that other sources told of, as they were before heartbeats added theirs. */
class KnownSockets {
  readonly #table: ConnectionTable;
  readonly #byRemote = new Map<string, number[]>();
  readonly #accepts = new Map<string, UntoldAccept[]>();
  readonly #listeners = new Map<string, number>();

  constructor(table: ConnectionTable) {
    this.#table = table;
    const { direction, remoteIp, localPort, openedUs } = table.columns;
    for (const row of table.rows()) {
      this.#addRemote(row);
      if (table.containerOf(row) === 0 || (localPort[row] ?? 0) <= 0) continue;
      const place = this.#placeOf(row);
      if (direction[row] === LISTEN && !this.#listeners.has(place)) this.#listeners.set(place, row);
      const us = openedUs[row] ?? Number.NaN;
      if (direction[row] !== INBOUND || remoteIp[row] !== 0 || Number.isNaN(us)) continue;
      const accepts = this.#accepts.get(place) ?? [];
      this.#accepts.set(place, accepts);
      accepts.push({ id: row, us });
    }
  }

  /** Row of the connection that the life is. */
  find(life: SocketLife, { container }: SocketOwner): number | undefined {
    const { remote, local, protocol } = life;
    const place = `${container} ${protocol} ${local.port}`;
    if (remote === undefined) return this.#listeners.get(place);
    const own = sameSocket(
      life,
      this.#withRemote(remote, protocol, (row) => this.#table.containerOf(row) === container),
    );
    if (own !== undefined || life.direction !== 'inbound') return own;
    const accepts = this.#accepts.get(place) ?? [];
    return accepts.length === 0 ? undefined : (this.#caller(life) ?? this.#accepted(life, accepts));
  }

  /** The connection as its caller's source tells it: linking joins the accept to that. */
  #caller({ local, remote, ...life }: SocketLife): number | undefined {
    if (remote === undefined) return undefined;
    const { localIp, localPort } = this.#table.columns;
    const ip = this.#table.texts.of(remote.ip);
    const callers = this.#withRemote(local, life.protocol, (row) => localIp[row] === ip && localPort[row] === remote.port);
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
    const { columns, texts } = this.#table;
    columns.localIp[accept] = texts.of(life.local.ip);
    columns.remoteIp[accept] = texts.of(life.remote?.ip);
    columns.remotePort[accept] = life.remote?.port ?? -1;
    this.#addRemote(accept);
    return accept;
  }

  #withRemote({ ip, port }: SocketEnd, protocol: string, isMeant: (row: number) => boolean): readonly KnownSocket[] {
    const rows = this.#byRemote.get(`${protocol} ${ip} ${port}`) ?? [];
    return rows.filter(isMeant).map((row) => this.#socket(row));
  }

  #addRemote(row: number): void {
    const remote = this.#table.remote(row);
    if (remote === undefined) return;
    const key = `${this.#protocolOf(row)} ${remote.ip} ${remote.port}`;
    const rows = this.#byRemote.get(key);
    if (rows === undefined) this.#byRemote.set(key, [row]);
    else rows.push(row);
  }

  #placeOf(row: number): string {
    return `${this.#table.containerOf(row)} ${this.#protocolOf(row)} ${this.#table.columns.localPort[row]}`;
  }

  #protocolOf(row: number): string {
    return this.#table.texts.text(this.#table.columns.protocol[row] ?? 0) ?? '';
  }

  #socket(row: number): KnownSocket {
    const { direction, openedUs, closedUs } = this.#table.columns;
    const local = this.#table.local(row);
    const remote = this.#table.remote(row);
    const [opened, closed] = [openedUs[row] ?? Number.NaN, closedUs[row] ?? Number.NaN];
    return {
      id: row,
      direction: DIRECTIONS[direction[row] ?? 0] ?? 'outbound',
      ...(local === undefined ? {} : { local }),
      ...(remote === undefined ? {} : { remote }),
      ...(Number.isNaN(opened) ? {} : { openedUs: opened }),
      ...(Number.isNaN(closed) ? {} : { closedUs: closed }),
    };
  }
}
