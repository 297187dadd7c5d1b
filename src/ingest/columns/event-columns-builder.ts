import type { EventColumns } from '../../model/event-columns.js';
import type { MetThings } from './met-things.js';

type Numbers = Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array;
type Group = Record<string, Numbers>;

const FIRST_ROWS = 1024;

function eventGroup(rows: number) {
  return {
    line: new Int32Array(rows),
    byteOffset: new Float64Array(rows),
    byteLength: new Int32Array(rows),
    hash: new Float64Array(rows),
    kind: new Int32Array(rows),
    us: new Float64Array(rows),
    ns: new Uint16Array(rows),
    process: new Int32Array(rows),
    parent: new Int32Array(rows),
    functionName: new Int32Array(rows),
    policy: new Int32Array(rows),
    cluster: new Int32Array(rows),
  };
}

function ancestorGroup(rows: number) {
  return { event: new Int32Array(rows), process: new Int32Array(rows) };
}

function exitGroup(rows: number) {
  return {
    event: new Int32Array(rows),
    status: new Float64Array(rows),
    signal: new Int32Array(rows),
    us: new Float64Array(rows),
    ns: new Uint16Array(rows),
  };
}

function socketGroup(rows: number) {
  return {
    event: new Int32Array(rows),
    operation: new Uint8Array(rows),
    isOriented: new Uint8Array(rows),
    protocol: new Int32Array(rows),
    localIp: new Int32Array(rows),
    localPort: new Int32Array(rows),
    remoteIp: new Int32Array(rows),
    remotePort: new Int32Array(rows),
    hasCookie: new Uint8Array(rows),
    cookieHigh: new Uint32Array(rows),
    cookieLow: new Uint32Array(rows),
    remoteNames: new Int32Array(rows),
    remotePod: new Int32Array(rows),
    bytesSent: new Float64Array(rows),
    bytesReceived: new Float64Array(rows),
  };
}

function dnsGroup(rows: number) {
  return {
    event: new Int32Array(rows),
    isResponse: new Uint8Array(rows),
    names: new Int32Array(rows),
    types: new Int32Array(rows),
    rcode: new Int32Array(rows),
    ips: new Int32Array(rows),
    serverIp: new Int32Array(rows),
    serverPort: new Int32Array(rows),
  };
}

/** One group of columns that grows by rows. A row is filled by writing to `columns` at its place; what is not written is what stood there before. */
class GrowingGroup<Columns extends Group> {
  columns: Columns;
  count = 0;
  #capacity = FIRST_ROWS;
  readonly #make: (rows: number) => Columns;

  constructor(make: (rows: number) => Columns) {
    this.#make = make;
    this.columns = make(FIRST_ROWS);
  }

  /** Place of a new row. */
  add(): number {
    if (this.count === this.#capacity) this.#grow();
    return this.count++;
  }

  /** The rows so far, copied; the group is empty after it. */
  take(): Columns & { readonly count: number } {
    const taken = this.#make(this.count);
    for (const name in taken) copyInto(taken[name], this.columns[name]);
    const { count } = this;
    this.count = 0;
    return { ...taken, count };
  }

  #grow(): void {
    this.#capacity *= 2;
    const columns = this.#make(this.#capacity);
    for (const name in columns) copyInto(columns[name], this.columns[name]);
    this.columns = columns;
  }
}

function copyInto(to: Numbers | undefined, from: Numbers | undefined): void {
  if (to === undefined || from === undefined) return;
  to.set(from.length > to.length ? from.subarray(0, to.length) : from);
}

/** Gathers events as columns. */
export class EventColumnsBuilder {
  readonly events = new GrowingGroup(eventGroup);
  readonly ancestors = new GrowingGroup(ancestorGroup);
  readonly exits = new GrowingGroup(exitGroup);
  readonly sockets = new GrowingGroup(socketGroup);
  readonly dns = new GrowingGroup(dnsGroup);
  readonly #met: MetThings;

  constructor(met: MetThings) {
    this.#met = met;
  }

  /** How many rows each group has: to go back there with `backTo`. */
  mark(): readonly number[] {
    return [this.events.count, this.ancestors.count, this.exits.count, this.sockets.count, this.dns.count];
  }

  /** Takes back all rows since a mark. */
  backTo([events = 0, ancestors = 0, exits = 0, sockets = 0, dns = 0]: readonly number[]): void {
    this.events.count = events;
    this.ancestors.count = ancestors;
    this.exits.count = exits;
    this.sockets.count = sockets;
    this.dns.count = dns;
  }

  /** The columns so far, and what was met for the first time in them. */
  take(): EventColumns {
    const { reader } = this.#met;
    return {
      reader,
      ...this.#met.takeNew(),
      events: this.events.take(),
      ancestors: this.ancestors.take(),
      exits: this.exits.take(),
      sockets: this.sockets.take(),
      dns: this.dns.take(),
    };
  }
}
