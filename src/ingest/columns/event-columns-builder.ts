import type { EventColumns } from '../../model/event-columns.js';
import { bytesForColumns, type ColumnRoom, OneBuffer } from './column-room.js';
import type { MetThings } from './met-things.js';

type Numbers = Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array;
type Group = Record<string, Numbers>;

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

/** A buffer is made larger than needed, so that the next batch, which is of about the same size, fits in. */
const SPARE_SHARE = 1.25;

/** How many rows there are of events, ancestors, exits, sockets and DNS messages. */
export type RowCounts = readonly [events: number, ancestors: number, exits: number, sockets: number, dns: number];

/** Takes over events that were put into columns, which stand where the reader writes to. */
export class EventColumnsBuilder {
  readonly #met: MetThings;
  readonly #events;
  readonly #ancestors;
  readonly #exits;
  readonly #sockets;
  readonly #dns;

  /** `room` gives the columns that a reader writes to, of so many rows each, in the order in which they are declared. */
  constructor(met: MetThings, rows: number, room: ColumnRoom) {
    this.#met = met;
    this.#events = eventGroup(rows, room);
    this.#ancestors = ancestorGroup(rows, room);
    this.#exits = exitGroup(rows, room);
    this.#sockets = socketGroup(rows, room);
    this.#dns = dnsGroup(rows, room);
  }

  /** The first rows of each group, copied, and what was met for the first time in them. Put into `spare` where that is large enough. */
  take([events, ancestors, exits, sockets, dns]: RowCounts, spare?: ArrayBuffer): EventColumns {
    const { reader, generation } = this.#met;
    const bytes =
      bytesOf(this.#events, events) +
      bytesOf(this.#ancestors, ancestors) +
      bytesOf(this.#exits, exits) +
      bytesOf(this.#sockets, sockets) +
      bytesOf(this.#dns, dns);
    const buffer = spare !== undefined && spare.byteLength >= bytes ? spare : new ArrayBuffer(Math.ceil(bytes * SPARE_SHARE));
    const room = new OneBuffer(buffer);
    return {
      reader,
      generation,
      buffer,
      ...this.#met.takeNew(),
      events: { ...copied(this.#events, eventGroup(events, room)), count: events },
      ancestors: { ...copied(this.#ancestors, ancestorGroup(ancestors, room)), count: ancestors },
      exits: { ...copied(this.#exits, exitGroup(exits, room)), count: exits },
      sockets: { ...copied(this.#sockets, socketGroup(sockets, room)), count: sockets },
      dns: { ...copied(this.#dns, dnsGroup(dns, room)), count: dns },
    };
  }
}

/** Bytes that so many rows take up in one buffer. */
function bytesOf(group: Group, rows: number): number {
  return bytesForColumns(
    Object.values(group).map((column) => column.BYTES_PER_ELEMENT),
    rows,
  );
}

function copied<Columns extends Group>(from: Columns, to: Columns): Columns {
  for (const name in to) {
    const column = to[name];
    if (column !== undefined) column.set(from[name]?.subarray(0, column.length) ?? []);
  }
  return to;
}
