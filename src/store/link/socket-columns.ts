import { COUNTED_COOKIE, NO_COOKIE, TEXT_COOKIE } from '../../model/link/connection-columns.js';
import type { SocketColumns } from '../../model/link/socket-columns.js';
import type { CaseDatabase } from '../database.js';
import { EventPages, type SocketPage } from '../pages/event-pages.js';
import { COOKIE_IS_NUMBER, COOKIE_IS_TERM, type SocketColumn } from '../pages/page-schema.js';
import { MOST_EVENTS, socketColumns as pageColumns } from '../pages/page-writer.js';

/**
 * Socket events as their facts tell them: protocols, addresses, lists of names and cookies that are no numbers are rows of `term`. Places from
 * `length` on are spare.
 */
export interface SocketFactColumns extends SocketColumns {
  readonly image: Int32Array;
  readonly source: Int32Array;
}

/** The lists of socket events without their number. */
export type SocketLists = Omit<SocketFactColumns, 'length'>;

/** How many socket facts a case has. */
export function socketCount(database: CaseDatabase): number {
  return Number(database.prepare('select coalesce(sum(sockets), 0) from fact_page').pluck().get());
}

/** Reads socket facts from their pages, in order of event. */
export class SocketFactReader {
  readonly #pages: EventPages;
  readonly #page = new UnpackedPage();

  constructor(database: CaseDatabase) {
    this.#pages = new EventPages(database);
  }

  /** Every page, with these columns unpacked. Good until the next one. */
  *pages(columns: readonly SocketColumn[]): Generator<UnpackedPage> {
    for (const packed of this.#pages.socketPages()) {
      this.#page.unpack(packed, columns);
      yield this.#page;
    }
  }
}

/** One page at a time, unpacked, with what the events themselves say. */
export class UnpackedPage {
  readonly columns = pageColumns();
  readonly image = list();
  readonly #imageOfEvent = list();
  readonly #us = list();
  readonly #ns = list();
  count = 0;
  source = 0;
  #first = 0;

  /** Unpacks these columns of a page's facts. */
  unpack(page: SocketPage, columns: readonly SocketColumn[]): void {
    for (const column of columns) page.columnInto(column, this.columns[column]);
    page.events.columnInto('image', this.#imageOfEvent);
    page.events.columnInto('us', this.#us);
    page.events.columnInto('ns', this.#ns);
    for (let at = 0; at < page.count; at++) this.image[at] = this.#imageOfEvent[this.columns.event[at] ?? 0] ?? 0;
    this.#first = page.events.first;
    this.source = page.events.source;
    this.count = page.count;
  }

  /** Copies a fact into the columns of all. */
  copy(at: number, to: SocketLists, place: number): void {
    const { columns } = this;
    const event = columns.event[at] ?? 0;
    to.event[place] = this.#first + event;
    to.image[place] = this.image[at] ?? 0;
    to.source[place] = this.source;
    to.us[place] = this.#us[event] ?? Number.NaN;
    to.ns[place] = this.#ns[event] ?? 0;
    to.operation[place] = columns.operation[at] ?? 0;
    to.isOriented[place] = columns.isOriented[at] ?? 0;
    to.protocol[place] = columns.protocol[at] ?? 0;
    to.localIp[place] = columns.localIp[at] ?? 0;
    to.localPort[place] = portOf(columns.localPort[at]);
    to.remoteIp[place] = columns.remoteIp[at] ?? 0;
    to.remotePort[place] = portOf(columns.remotePort[at]);
    to.cookieKind[place] = kindOfCookie(columns.cookieKind[at]);
    to.cookieHigh[place] = columns.cookieHigh[at] ?? 0;
    to.cookieLow[place] = columns.cookieLow[at] ?? 0;
    to.names[place] = columns.remoteNames[at] ?? 0;
    to.pod[place] = columns.remotePod[at] ?? 0;
    to.bytesSent[place] = columns.bytesSent[at] ?? Number.NaN;
    to.bytesReceived[place] = columns.bytesReceived[at] ?? Number.NaN;
    to.count[place] = columns.count[at] ?? 1;
  }
}

function list(): Float64Array {
  return new Float64Array(MOST_EVENTS);
}

function portOf(port: number | undefined): number {
  return port === undefined || Number.isNaN(port) ? -1 : port;
}

function kindOfCookie(stored: number | undefined): number {
  if (stored === COOKIE_IS_NUMBER) return COUNTED_COOKIE;
  return stored === COOKIE_IS_TERM ? TEXT_COOKIE : NO_COOKIE;
}

/** Lists with room for so many socket events. */
export function socketLists(length: number) {
  return {
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
