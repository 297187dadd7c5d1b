import { ColumnBlock } from '../../model/link/columns.js';
import { COUNTED_COOKIE, NO_COOKIE, TEXT_COOKIE } from '../../model/link/connection-columns.js';
import type { SocketColumns } from '../../model/link/socket-columns.js';
import type { CaseDatabase } from '../database.js';
import { EventPages, type SocketPage } from '../pages/event-pages.js';
import { COOKIE_IS_NUMBER, COOKIE_IS_TERM, SOCKET_COLUMNS, type SocketColumn } from '../pages/page-schema.js';
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

/** Of one socket event, in all lists. */
export const SOCKET_BYTES = 81;

/** Lists with room for so many socket events. */
export function socketLists(length: number): SocketLists {
  return socketListsIn(ColumnBlock.ofZeros(length, SOCKET_BYTES));
}

/** Lists in a block of `SOCKET_BYTES` a row. */
export function socketListsIn(block: ColumnBlock<ArrayBufferLike>): SocketLists {
  return {
    event: block.int32(),
    image: block.int32(),
    operation: block.uint8(),
    isOriented: block.uint8(),
    protocol: block.int32(),
    localIp: block.int32(),
    localPort: block.int32(),
    remoteIp: block.int32(),
    remotePort: block.int32(),
    cookieKind: block.uint8(),
    cookieHigh: block.uint32(),
    cookieLow: block.uint32(),
    names: block.int32(),
    pod: block.int32(),
    bytesSent: block.float64(),
    bytesReceived: block.float64(),
    count: block.uint32(),
    us: block.float64(),
    ns: block.uint16(),
    source: block.int32(),
  };
}

/** Fills lists with facts again and again, as many as have room. Gives how many there are each time. */
export function* socketStretches(database: CaseDatabase, lists: SocketLists, room: number): Generator<number> {
  let length = 0;
  for (const page of new SocketFactReader(database).pages(SOCKET_COLUMNS)) {
    for (let at = 0; at < page.count; ) {
      const count = Math.min(page.count - at, room - length);
      page.copy(at, count, lists, length);
      at += count;
      length += count;
      if (length < room) continue;
      yield length;
      length = 0;
    }
  }
  if (length > 0) yield length;
}
