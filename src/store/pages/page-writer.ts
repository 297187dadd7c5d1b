import type { CaseDatabase } from '../database.js';
import { lastEvent } from './last-event.js';
import { PackedNumbers } from './packed-numbers.js';
import { EVENT_COLUMNS, type EventColumn, SOCKET_COLUMNS, type SocketColumn } from './page-schema.js';

/** A page holds no more: one is unpacked to read a single event of it. */
export const MOST_EVENTS = 4096;

/** A list for each column, long enough for a page. */
export type PageColumns<Name extends string> = { readonly [Key in Name]: Float64Array };

/** Gathers events and their socket facts, and writes them page by page. A source's events only go together. */
export class PageWriter {
  /** The page so far. An event's row is filled by who adds it. */
  readonly events: PageColumns<EventColumn>;
  readonly sockets: PageColumns<SocketColumn>;
  readonly #insert;
  readonly #packed = new PackedNumbers();
  #source = 0;
  #first: number;
  #count = 0;
  #socketCount = 0;
  #lineEnd = 0;
  /** Records that sum up earlier lines do not come in order. */
  #lines = { least: Number.POSITIVE_INFINITY, most: 0 };

  constructor(database: CaseDatabase) {
    this.#insert = database.prepare('insert into fact_page values (?, ?, ?, ?, ?, ?, ?, ?)');
    this.#first = lastEvent(database) + 1;
    this.events = eventColumns();
    this.sockets = socketColumns();
  }

  /** Begins to take events of this source, the first of them by this number: the next one that is free unless another is named. */
  begin(source: number, first?: number): void {
    this.flush();
    this.#source = source;
    this.#first = first ?? this.#first;
  }

  /** Adds an event at this place and gives its number. All of its row but the place is for the caller to fill. */
  add(line: number, byteOffset: number, byteLength: number): number {
    if (this.#count === MOST_EVENTS) this.flush();
    const row = this.#count++;
    const { events } = this;
    events.line[row] = line - row;
    events.gap[row] = row === 0 ? byteOffset : byteOffset - this.#lineEnd;
    events.length[row] = byteLength;
    this.#lineEnd = byteOffset + byteLength + 1;
    if (line < this.#lines.least) this.#lines.least = line;
    if (line > this.#lines.most) this.#lines.most = line;
    return this.#first + row;
  }

  /** Row of the event that was added last. */
  get row(): number {
    return this.#count - 1;
  }

  /** Adds a socket fact of that event, and gives the row to fill. */
  addSocket(): number {
    const place = this.#socketCount++;
    this.sockets.event[place] = this.row;
    return place;
  }

  /** Writes what was gathered. To be called inside the transaction that it belongs to. */
  flush(): void {
    if (this.#count === 0) return;
    for (const name of EVENT_COLUMNS) this.#packed.add(this.events[name], this.#count);
    const events = this.#packed.take();
    for (const name of SOCKET_COLUMNS) this.#packed.add(this.sockets[name], this.#socketCount);
    const sockets = this.#packed.take();
    const { least, most } = this.#lines;
    this.#insert.run(this.#first, this.#source, this.#count, least, most, this.#socketCount, events, sockets);
    this.#lines = { least: Number.POSITIVE_INFINITY, most: 0 };
    this.#first += this.#count;
    this.#count = 0;
    this.#socketCount = 0;
  }
}

function list(): Float64Array {
  return new Float64Array(MOST_EVENTS);
}

function eventColumns(): PageColumns<EventColumn> {
  return {
    line: list(),
    gap: list(),
    length: list(),
    hash: list(),
    identity: list(),
    kind: list(),
    us: list(),
    ns: list(),
    image: list(),
    functionName: list(),
    policy: list(),
  };
}

/** Lists for the socket facts of a page. */
export function socketColumns(): PageColumns<SocketColumn> {
  return {
    event: list(),
    operation: list(),
    isOriented: list(),
    protocol: list(),
    localIp: list(),
    localPort: list(),
    remoteIp: list(),
    remotePort: list(),
    cookieKind: list(),
    cookieHigh: list(),
    cookieLow: list(),
    remoteNames: list(),
    remotePod: list(),
    bytesSent: list(),
    bytesReceived: list(),
    count: list(),
  };
}
