import { isUnspecified } from '../../../model/address.js';
import { SOCKET_OPERATIONS } from '../../../model/record.js';
import type { EventColumnsBuilder } from '../../columns/event-columns-builder.js';
import type { MetThings } from '../../columns/met-things.js';
import { SLOTS, SOCK, type Telling } from './event-fields.js';
import { hookTells } from './hooks.js';
import type { ShapeReader } from './shape-reader.js';

interface WrittenKind {
  readonly name: string;
  readonly tells: Telling;
  readonly operation: number;
}

const ACCEPT = SOCKET_OPERATIONS.indexOf('accept');
const LISTEN = SOCKET_OPERATIONS.indexOf('listen');
const SEND = SOCKET_OPERATIONS.indexOf('send');
const ATTEMPT = SOCKET_OPERATIONS.indexOf('attempt');
const HAS_NO_SOCKET = -1;

/** Puts what was read of one event into columns. */
export class EventColumnsWriter {
  readonly #met: MetThings;
  readonly #columns: EventColumnsBuilder;
  /** Of texts by number: whether it is the name of a hook that is put into columns, and of which operation. */
  readonly #hooks = new Map<number, number | 'left to the parser'>();

  constructor(met: MetThings, columns: EventColumnsBuilder) {
    this.#met = met;
    this.#columns = columns;
  }

  /** Adds an event. False, and nothing added, for one that says what columns have no place for. */
  add(read: ShapeReader, kind: WrittenKind): boolean {
    if (kind.tells === 'hook') return this.#addHook(read, kind);
    const row = this.#addEvent(read, kind);
    if (kind.tells === 'socket') this.#addSocket(read, kind, row);
    else if (kind.tells === 'exit') this.#addExit(read, row);
    else if (kind.tells === 'dns') this.#addDns(read, row);
    return true;
  }

  /** The processes of the event that was added last, by number. */
  nameProcesses(process: number, parent: number): void {
    const { columns, count } = this.#columns.events;
    columns.process[count - 1] = process;
    columns.parent[count - 1] = parent;
  }

  /** One more ancestor of that event's process. */
  nameAncestor(process: number): void {
    const { ancestors, events } = this.#columns;
    const place = ancestors.add();
    ancestors.columns.event[place] = events.count - 1;
    ancestors.columns.process[place] = process;
  }

  /** Forgets numbers of texts. */
  forget(): void {
    this.#hooks.clear();
  }

  #addEvent(read: ShapeReader, kind: WrittenKind): number {
    const { events } = this.#columns;
    const row = events.add();
    const { columns } = events;
    columns.kind[row] = this.#met.text(kind.name);
    columns.us[row] = read.value(SLOTS.time, Number.NaN);
    columns.ns[row] = read.isTold(SLOTS.time) ? (read.rests[SLOTS.time] ?? 0) : 0;
    columns.functionName[row] = read.value(SLOTS.functionName, 0);
    columns.policy[row] = read.value(SLOTS.policy, 0);
    columns.cluster[row] = read.value(SLOTS.cluster, 0);
    return row;
  }

  #addExit(read: ShapeReader, row: number): void {
    const { exits } = this.#columns;
    const place = exits.add();
    const { columns } = exits;
    const time = read.isTold(SLOTS.exitTime) ? SLOTS.exitTime : SLOTS.time;
    columns.event[place] = row;
    columns.status[place] = read.value(SLOTS.status, 0);
    columns.signal[place] = read.value(SLOTS.signal, 0);
    columns.us[place] = read.value(time, Number.NaN);
    columns.ns[place] = read.isTold(time) ? (read.rests[time] ?? 0) : 0;
  }

  #addDns(read: ShapeReader, row: number): void {
    if (!read.isTold(SLOTS.dns)) return;
    const { dns } = this.#columns;
    const place = dns.add();
    const { columns } = dns;
    const ips = read.value(SLOTS.ips, 0);
    const isResponse = read.value(SLOTS.isResponse, 0) === 1 || ips !== 0;
    const none = this.#met.text('[]');
    const serverIp = read.value(SLOTS.remoteIp, 0);
    columns.event[place] = row;
    columns.isResponse[place] = Number(isResponse);
    columns.names[place] = read.value(SLOTS.names, none);
    columns.types[place] = read.value(SLOTS.questionTypes, read.value(SLOTS.oldTypes, none));
    columns.rcode[place] = isResponse ? read.value(SLOTS.rcode, this.#met.text('NOERROR')) : 0;
    columns.ips[place] = ips === 0 ? none : ips;
    columns.serverIp[place] = serverIp;
    columns.serverPort[place] = serverIp === 0 ? -1 : read.value(SLOTS.remotePort, 0);
  }

  #addSocket(read: ShapeReader, { operation }: WrittenKind, row: number): void {
    const isListen = operation === LISTEN;
    const local = isListen && read.isTold(SLOTS.listenIp) ? read.value(SLOTS.listenIp, 0) : read.value(SLOTS.localIp, 0);
    const remote = isListen ? 0 : read.value(SLOTS.remoteIp, 0);
    if (local === 0 && remote === 0) return;
    const port = isListen && read.isTold(SLOTS.listenPort) ? SLOTS.listenPort : SLOTS.localPort;
    const place = this.#addSocketRow(row, operation);
    const { columns } = this.#columns.sockets;
    columns.isOriented[place] = Number(operation !== ACCEPT);
    columns.protocol[place] = read.value(SLOTS.protocol, 0) || this.#met.text('tcp');
    columns.localIp[place] = local;
    columns.localPort[place] = local === 0 ? -1 : read.value(port, 0);
    columns.remoteIp[place] = remote;
    columns.remotePort[place] = remote === 0 ? -1 : read.value(SLOTS.remotePort, 0);
    this.#addCookie(read, SLOTS.cookie, place);
    columns.remoteNames[place] = read.value(SLOTS.remoteNames, 0);
    columns.remotePod[place] = read.value(SLOTS.remotePod, 0);
    columns.bytesSent[place] = read.value(SLOTS.bytesSent, Number.NaN);
    columns.bytesReceived[place] = read.value(SLOTS.bytesReceived, Number.NaN);
  }

  #addSocketRow(row: number, operation: number): number {
    const place = this.#columns.sockets.add();
    const { columns } = this.#columns.sockets;
    columns.event[place] = row;
    columns.operation[place] = operation;
    return place;
  }

  #addCookie(read: ShapeReader, slot: number, place: number): void {
    const { columns } = this.#columns.sockets;
    const low = read.isTold(slot) ? (read.values[slot] ?? 0) : 0;
    const high = read.isTold(slot) ? (read.rests[slot] ?? 0) : 0;
    columns.hasCookie[place] = Number(low !== 0 || high !== 0);
    columns.cookieLow[place] = low;
    columns.cookieHigh[place] = high;
  }

  #addHook(read: ShapeReader, kind: WrittenKind): boolean {
    const hook = read.value(SLOTS.functionName, 0);
    const operation = hook === 0 ? 'left to the parser' : this.#operationOf(hook);
    if (operation === 'left to the parser') return false;
    const first = operation === HAS_NO_SOCKET ? undefined : this.#sockOf(read, operation);
    // What else the arguments of an attempt may be is for the parser.
    if (operation === ATTEMPT && first === undefined) return false;
    const row = this.#addEvent(read, kind);
    if (first !== undefined) this.#addSock(read, first, row, operation);
    return true;
  }

  #operationOf(hook: number): number | 'left to the parser' {
    const known = this.#hooks.get(hook);
    if (known !== undefined) return known;
    const tells = hookTells(this.#met.textOf(hook));
    const operation =
      tells === 'file or descriptor' ? 'left to the parser' : tells === 'nothing' ? HAS_NO_SOCKET : SOCKET_OPERATIONS.indexOf(tells);
    this.#hooks.set(hook, operation);
    return operation;
  }

  /** First slot of the socket that the hook reports: what accept made is its return value. */
  #sockOf(read: ShapeReader, operation: number): number | undefined {
    const isReturned = operation === ACCEPT && read.isTold(SLOTS.returnedSock + SOCK.told);
    const first = isReturned ? SLOTS.returnedSock : SLOTS.argument;
    if (!this.#hasEnds(read, first)) return undefined;
    if (operation !== ACCEPT || isReturned) return first;
    const remote = read.value(first + SOCK.daddr, 0);
    return remote !== 0 && !isUnspecified(this.#met.textOf(remote)) ? first : undefined;
  }

  #hasEnds(read: ShapeReader, first: number): boolean {
    const isInternet = read.value(first + SOCK.isInternet, 0) === 1;
    return isInternet && (read.value(first + SOCK.saddr, 0) !== 0 || read.value(first + SOCK.daddr, 0) !== 0);
  }

  #addSock(read: ShapeReader, first: number, row: number, operation: number): void {
    const place = this.#addSocketRow(row, operation);
    const { columns } = this.#columns.sockets;
    const local = read.value(first + SOCK.saddr, 0);
    const remote = read.value(first + SOCK.daddr, 0);
    const isDatagram = read.value(first + SOCK.isDatagram, 0) === 1;
    columns.isOriented[place] = 1;
    columns.protocol[place] = read.value(first + SOCK.protocol, 0) || this.#met.text(isDatagram ? 'udp' : 'tcp');
    columns.localIp[place] = local;
    columns.localPort[place] = local === 0 ? -1 : read.value(first + SOCK.sport, 0);
    columns.remoteIp[place] = remote;
    columns.remotePort[place] = remote === 0 ? -1 : read.value(first + SOCK.dport, 0);
    this.#addCookie(read, first + SOCK.cookie, place);
    columns.remoteNames[place] = 0;
    columns.remotePod[place] = 0;
    columns.bytesSent[place] = operation === SEND ? read.value(SLOTS.size, Number.NaN) : Number.NaN;
    columns.bytesReceived[place] = Number.NaN;
  }
}
