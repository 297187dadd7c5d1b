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

  /** Copies so many facts from the one at `from` on into the columns of all, from `place` on: most of them column by column. */
  copy(from: number, count: number, to: SocketLists, place: number): void {
    for (const name of AS_THEY_ARE) to[name].set(this.columns[name].subarray(from, from + count), place);
    to.image.set(this.image.subarray(from, from + count), place);
    to.names.set(this.columns.remoteNames.subarray(from, from + count), place);
    to.pod.set(this.columns.remotePod.subarray(from, from + count), place);
    to.source.fill(this.source, place, place + count);
    const { event, localPort, remotePort, cookieKind, count: counted } = this.columns;
    for (let at = from, then = place; at < from + count; at++, then++) {
      const inPage = event[at] ?? 0;
      to.event[then] = this.#first + inPage;
      to.us[then] = this.#us[inPage] ?? Number.NaN;
      to.ns[then] = this.#ns[inPage] ?? 0;
      to.localPort[then] = portOf(localPort[at]);
      to.remotePort[then] = portOf(remotePort[at]);
      to.cookieKind[then] = kindOfCookie(cookieKind[at]);
      to.count[then] = counted[at] ?? 1;
    }
  }
}

/** Columns that facts have in common with what is paired, number by number. */
const AS_THEY_ARE = [
  'operation',
  'isOriented',
  'protocol',
  'localIp',
  'remoteIp',
  'cookieHigh',
  'cookieLow',
  'bytesSent',
  'bytesReceived',
] as const;

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
