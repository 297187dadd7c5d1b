import type { EventColumns } from '../../model/event-columns.js';
import { bytesForColumns, type ColumnRoom, OneBuffer, OWN_MEMORY } from './column-room.js';
import type { MetThings } from './met-things.js';

type Numbers = Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array;
type Group = Record<string, Numbers>;

const FIRST_ROWS = 1024;

function eventGroup(rows: number, room: ColumnRoom) {
  return {
    line: room.int32(rows),
    byteOffset: room.float64(rows),
    byteLength: room.int32(rows),
    hash: room.float64(rows),
    kind: room.int32(rows),
    us: room.float64(rows),
    ns: room.uint16(rows),
    process: room.int32(rows),
    parent: room.int32(rows),
    functionName: room.int32(rows),
    policy: room.int32(rows),
    cluster: room.int32(rows),
  };
}

function ancestorGroup(rows: number, room: ColumnRoom) {
  return { event: room.int32(rows), process: room.int32(rows) };
}

function exitGroup(rows: number, room: ColumnRoom) {
  return {
    event: room.int32(rows),
    status: room.float64(rows),
    signal: room.int32(rows),
    us: room.float64(rows),
    ns: room.uint16(rows),
  };
}

function socketGroup(rows: number, room: ColumnRoom) {
  return {
    event: room.int32(rows),
    operation: room.uint8(rows),
    isOriented: room.uint8(rows),
    protocol: room.int32(rows),
    localIp: room.int32(rows),
    localPort: room.int32(rows),
    remoteIp: room.int32(rows),
    remotePort: room.int32(rows),
    hasCookie: room.uint8(rows),
    cookieHigh: room.uint32(rows),
    cookieLow: room.uint32(rows),
    remoteNames: room.int32(rows),
    remotePod: room.int32(rows),
    bytesSent: room.float64(rows),
    bytesReceived: room.float64(rows),
  };
}

function dnsGroup(rows: number, room: ColumnRoom) {
  return {
    event: room.int32(rows),
    isResponse: room.uint8(rows),
    names: room.int32(rows),
    types: room.int32(rows),
    rcode: room.int32(rows),
    ips: room.int32(rows),
    serverIp: room.int32(rows),
    serverPort: room.int32(rows),
  };
}

/** One group of columns that grows by rows. A row is filled by writing to `columns` at its place; what is not written is what stood there before. */
class GrowingGroup<Columns extends Group> {
  columns: Columns;
  count = 0;
  #capacity = FIRST_ROWS;
  readonly #make: (rows: number, room: ColumnRoom) => Columns;

  constructor(make: (rows: number, room: ColumnRoom) => Columns) {
    this.#make = make;
    this.columns = make(FIRST_ROWS, OWN_MEMORY);
  }

  /** Place of a new row. */
  add(): number {
    if (this.count === this.#capacity) this.#grow();
    return this.count++;
  }

  /** Bytes that the rows so far take up in one buffer. */
  get bytes(): number {
    const bytesPerRow = Object.values(this.columns).map((column) => column.BYTES_PER_ELEMENT);
    return bytesForColumns(bytesPerRow, this.count);
  }

  /** The rows so far, copied; the group is empty after it. */
  take(room: ColumnRoom): Columns & { readonly count: number } {
    const taken = this.#make(this.count, room);
    for (const name in taken) copyInto(taken[name], this.columns[name]);
    const { count } = this;
    this.count = 0;
    return { ...taken, count };
  }

  #grow(): void {
    this.#capacity *= 2;
    const columns = this.#make(this.#capacity, OWN_MEMORY);
    for (const name in columns) copyInto(columns[name], this.columns[name]);
    this.columns = columns;
  }
}

/** A buffer is made larger than needed, so that the next batch, which is of about the same size, fits in. */
const SPARE_SHARE = 1.25;

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

  /** The columns so far, and what was met for the first time in them. Put into `spare` where that is large enough. */
  take(spare?: ArrayBuffer): EventColumns {
    const { reader, generation } = this.#met;
    const { events, ancestors, exits, sockets, dns } = this;
    const bytes = events.bytes + ancestors.bytes + exits.bytes + sockets.bytes + dns.bytes;
    const buffer = spare !== undefined && spare.byteLength >= bytes ? spare : new ArrayBuffer(Math.ceil(bytes * SPARE_SHARE));
    const room = new OneBuffer(buffer);
    return {
      reader,
      generation,
      buffer,
      ...this.#met.takeNew(),
      events: events.take(room),
      ancestors: ancestors.take(room),
      exits: exits.take(room),
      sockets: sockets.take(room),
      dns: dns.take(room),
    };
  }
}
