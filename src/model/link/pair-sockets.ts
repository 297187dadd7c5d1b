import { INBOUND, LISTEN, OUTBOUND } from './connection-columns.js';
import type { ConnectionTable } from './connection-table.js';
import { OpenSockets } from './open-sockets.js';
import type { ListensOn } from './orient-sockets.js';
import { ACCEPT, ATTEMPT, CLOSE, CONNECT, LISTENING, SEND, type SocketColumns, type SocketOwners, STATS } from './socket-columns.js';
import { directionOf, isDirectionUntold } from './socket-direction.js';
import { isEndTold, isUnspecifiedNumber } from './texts.js';

/** An attempt that the kernel reports twice (the call, then the socket) comes within this. */
const SAME_CALL_US = 2_000_000;

/** What is done for each event beside pairing it. */
export interface PairingWitness {
  /** The event began the connection of that row. */
  began(row: number, at: number): void;
  /** The event tells of the connection of that row. */
  told(row: number, at: number): void;
}

/** Makes connections of the events of sockets, which were oriented before. */
export class SocketPairing {
  readonly #sockets: SocketColumns;
  readonly #owners: SocketOwners;
  readonly #listensOn: ListensOn;
  readonly #table: ConnectionTable;
  readonly #witness: PairingWitness;
  readonly #open: OpenSockets;
  #done: number[] = [];

  constructor(
    table: ConnectionTable,
    sockets: SocketColumns,
    owners: SocketOwners,
    { listensOn, witness }: { readonly listensOn: ListensOn; readonly witness: PairingWitness },
  ) {
    this.#sockets = sockets;
    this.#owners = owners;
    this.#listensOn = listensOn;
    this.#table = table;
    this.#witness = witness;
    this.#open = new OpenSockets(table);
  }

  /**
   * Appends the connections behind the events of one kernel socket (same scope and cookie), or of one process where sockets carry no
   * cookie. `order` holds their places in time order, from `from` to before `to`. A cookie is reused after its close, so one socket's
   * events may be several connections: first those that closed, in order of closing, then those that stay open.
   */
  pair(order: Int32Array, from: number, to: number): void {
    const first = this.#table.last + 1;
    for (let at = from; at < to; at++) this.#see(order[at] ?? 0);
    if (this.#table.last > first) this.#table.reorder(first, [...this.#done, ...this.#open.rows()]);
    this.#open.clear();
    if (this.#done.length > 0) this.#done = [];
  }

  #see(at: number): void {
    const isClose = this.#sockets.operation[at] === CLOSE;
    const known = this.#findOpen(at);
    if (known !== 0) {
      this.#absorb(known, at);
      if (isClose) this.#finish(known);
      else this.#open.endsChanged(known);
      return;
    }
    if (isClose && !this.#isRemoteTold(at)) return;
    if (this.#opensAnew(at)) this.#finishStale();
    const row = this.#begin(at);
    if (isClose) this.#done.push(row);
    else this.#open.add(row);
  }

  #finish(row: number): void {
    this.#open.close(row);
    this.#done.push(row);
  }

  /** A kernel socket that opens again was closed before, unless it listens. */
  #finishStale(): void {
    const { direction } = this.#table.columns;
    for (const row of this.#open.rows()) if (direction[row] !== LISTEN) this.#finish(row);
  }

  #opensAnew(at: number): boolean {
    const operation = this.#sockets.operation[at];
    return this.#sockets.cookieKind[at] !== 0 && (operation === CONNECT || (operation === ACCEPT && this.#isRemoteTold(at)));
  }

  #isRemoteTold(at: number): boolean {
    return isEndTold(this.#sockets.remoteIp[at] ?? 0, this.#sockets.remotePort[at] ?? -1);
  }

  #findOpen(at: number): number {
    if (this.#open.isEmpty) return 0;
    switch (this.#sockets.operation[at]) {
      case LISTENING:
        return this.#open.withEnds({ ...this.#endsOf(at, LISTEN), remoteIp: 0, remotePort: -1 }, (row) => this.#isSameProcess(row, at));
      case ACCEPT:
        return this.#isRemoteTold(at) ? this.#open.withEnds(this.#endsOf(at, INBOUND), anyRow) : 0;
      case CONNECT:
        return (
          this.#open.withEnds(this.#endsOf(at, OUTBOUND), anyRow) || this.#findCall(at, (row) => this.#table.columns.localIp[row] === 0)
        );
      case ATTEMPT:
        return this.#findCall(at, anyRow);
      default:
        return this.#findTold(at);
    }
  }

  #endsOf(at: number, direction: number) {
    const { protocol, localIp, localPort, remoteIp, remotePort } = this.#sockets;
    return {
      direction,
      protocol: protocol[at] ?? 0,
      localIp: localIp[at] ?? 0,
      localPort: localPort[at] ?? -1,
      remoteIp: remoteIp[at] ?? 0,
      remotePort: remotePort[at] ?? -1,
    };
  }

  #isSameProcess(row: number, at: number): boolean {
    return this.#table.columns.process[row] === this.#owners.process[at];
  }

  /** Sockets are given in order of time, so those that were opened long before need no look. */
  #findCall(at: number, isMeant: (row: number) => boolean): number {
    const { direction, openedUs } = this.#table.columns;
    const us = this.#sockets.us[at] || 0;
    return this.#open.newest(
      (row) => (openedUs[row] || 0) >= us - SAME_CALL_US,
      (row) => direction[row] === OUTBOUND && isMeant(row) && this.#isSameCall(row, at, Math.abs((openedUs[row] || 0) - us)),
    );
  }

  #isSameCall(row: number, at: number, gapUs: number): boolean {
    const { remoteIp, remotePort } = this.#table.columns;
    const isSameEnd = remoteIp[row] === this.#sockets.remoteIp[at] && remotePort[row] === this.#sockets.remotePort[at];
    return isSameEnd && this.#isSameProcess(row, at) && gapUs < SAME_CALL_US;
  }

  /** The socket that a send, statistics or a close tell of. */
  #findTold(at: number): number {
    const only = this.#open.only;
    if (only === 0) return this.#findWithEnds(at) || this.#findAgreeing(at);
    return this.#table.columns.protocol[only] === this.#sockets.protocol[at] && this.#agrees(only, at) ? only : 0;
  }

  #findWithEnds(at: number): number {
    const isMeant = (row: number) => this.#agrees(row, at);
    return this.#open.withEnds(this.#endsOf(at, OUTBOUND), isMeant) || this.#open.withEnds(this.#endsOf(at, INBOUND), isMeant);
  }

  #findAgreeing(at: number): number {
    const { direction, protocol } = this.#table.columns;
    let listener = 0;
    const connection = this.#open.oldest((row) => {
      if (protocol[row] !== this.#sockets.protocol[at] || !this.#agrees(row, at)) return false;
      if (direction[row] !== LISTEN) return true;
      if (listener === 0) listener = row;
      return false;
    });
    return connection || listener;
  }

  /** What is told on both sides is equal: a socket that is being torn down prints 0 for a port or both ends. */
  #agrees(row: number, at: number): boolean {
    const { direction, localIp, localPort, remoteIp, remotePort } = this.#table.columns;
    const told = this.#sockets;
    if (direction[row] === LISTEN) {
      const isOwn = told.localPort[at] === 0 || told.localPort[at] === localPort[row];
      return told.operation[at] === CLOSE && !this.#isRemoteTold(at) && isOwn;
    }
    if (told.cookieKind[at] === 0 && !this.#isSameProcess(row, at)) return false;
    return (
      endAgrees(localIp[row] ?? 0, localPort[row] ?? 0, told.localIp[at] ?? 0, told.localPort[at] ?? 0) &&
      endAgrees(remoteIp[row] ?? 0, remotePort[row] ?? 0, told.remoteIp[at] ?? 0, told.remotePort[at] ?? 0)
    );
  }

  #begin(at: number): number {
    const row = this.#table.add();
    const { columns, details } = this.#table;
    const detail = this.#table.detailPlace(row);
    const told = this.#sockets;
    const operation = told.operation[at] ?? 0;
    const direction = directionOf(told, at, this.#owners.place[at] ?? 0, this.#listensOn);
    columns.process[row] = this.#owners.process[at] ?? 0;
    columns.protocol[row] = told.protocol[at] ?? 0;
    columns.direction[row] = direction;
    columns.isDirectionInferred[row] = Number(isDirectionUntold(operation));
    columns.isOpenSeen[row] = Number(operation !== CLOSE && operation !== STATS);
    details.attempts[detail] = operation === SEND ? 1 : (told.count[at] ?? 1);
    const isClose = operation === CLOSE;
    (isClose ? columns.closedUs : columns.openedUs)[row] = told.us[at] ?? Number.NaN;
    (isClose ? details.closedNs : details.openedNs)[detail] = told.ns[at] ?? 0;
    this.#take(row, at, direction !== LISTEN && this.#isRemoteTold(at));
    this.#witness.began(row, at);
    this.#tell(row, at);
    return row;
  }

  /** Takes over what an event tells as it is. */
  #take(row: number, at: number, hasRemote: boolean): void {
    const { columns, details } = this.#table;
    const detail = this.#table.detailPlace(row);
    const told = this.#sockets;
    columns.localIp[row] = told.localIp[at] ?? 0;
    columns.localPort[row] = told.localPort[at] ?? -1;
    if (hasRemote) columns.remoteIp[row] = told.remoteIp[at] ?? 0;
    if (hasRemote) columns.remotePort[row] = told.remotePort[at] ?? -1;
    details.bytesSent[detail] = told.bytesSent[at] ?? Number.NaN;
    details.bytesReceived[detail] = told.bytesReceived[at] ?? Number.NaN;
    details.cookieKind[detail] = told.cookieKind[at] ?? 0;
    details.cookieHigh[detail] = told.cookieHigh[at] ?? 0;
    details.cookieLow[detail] = told.cookieLow[at] ?? 0;
  }

  #tell(row: number, at: number): void {
    this.#table.tell(row, this.#sockets.event[at] ?? 0, this.#sockets.us[at] ?? Number.NaN, this.#sockets.ns[at] ?? 0);
    this.#witness.told(row, at);
  }

  #absorb(row: number, at: number): void {
    const { columns, details } = this.#table;
    const detail = this.#table.detailPlace(row);
    const told = this.#sockets;
    const operation = told.operation[at];
    this.#tell(row, at);
    if (columns.direction[row] !== LISTEN) this.#fillEnds(row, at);
    if (operation === CLOSE) {
      const us = told.us[at] ?? Number.NaN;
      if (!Number.isNaN(us)) columns.closedUs[row] = us;
      details.closedNs[detail] = told.ns[at] ?? 0;
    }
    if (operation === CONNECT || operation === ACCEPT) {
      columns.isOpenSeen[row] = 1;
      details.attempts[detail] = Math.max(details.attempts[detail] ?? 0, told.count[at] ?? 0);
    }
    this.#addBytes(detail, at);
  }

  #fillEnds(row: number, at: number): void {
    const { localIp, localPort, remoteIp, remotePort } = this.#table.columns;
    const told = this.#sockets;
    const isLocalPartial = localPort[row] === 0 || localIp[row] === 0 || isUnspecifiedNumber(localIp[row] ?? 0);
    if (isLocalPartial && isEndTold(told.localIp[at] ?? 0, told.localPort[at] ?? -1)) {
      fillEnd(localIp, localPort, row, told.localIp[at] ?? 0, told.localPort[at] ?? -1);
    }
    if ((remoteIp[row] === 0 || remotePort[row] === 0) && this.#isRemoteTold(at))
      fillEnd(remoteIp, remotePort, row, told.remoteIp[at] ?? 0, told.remotePort[at] ?? -1);
  }

  /** Statistics are totals of the socket so far; a send is one message. */
  #addBytes(detail: number, at: number): void {
    const { bytesSent, bytesReceived } = this.#table.details;
    const sent = this.#sockets.bytesSent[at] ?? Number.NaN;
    const received = this.#sockets.bytesReceived[at] ?? Number.NaN;
    if (!Number.isNaN(sent)) {
      const before = bytesSent[detail] || 0;
      bytesSent[detail] = this.#sockets.operation[at] === SEND ? before + sent : Math.max(before, sent);
    }
    if (!Number.isNaN(received)) bytesReceived[detail] = Math.max(bytesReceived[detail] || 0, received);
  }
}

function anyRow(): boolean {
  return true;
}

function endAgrees(knownIp: number, knownPort: number, ip: number, port: number): boolean {
  if (knownIp === 0 || ip === 0) return true;
  const isIpEqual = knownIp === ip || isUnspecifiedNumber(knownIp) || isUnspecifiedNumber(ip);
  return isIpEqual && (knownPort === port || knownPort === 0 || port === 0);
}

function fillEnd(ips: Int32Array, ports: Int32Array, row: number, ip: number, port: number): void {
  const isKnown = ips[row] !== 0;
  if (!isKnown || isUnspecifiedNumber(ips[row] ?? 0)) ips[row] = ip;
  if (!isKnown || ports[row] === 0) ports[row] = port;
}
