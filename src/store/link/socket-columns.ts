import { COUNTED_COOKIE, NO_COOKIE, TEXT_COOKIE } from '../../model/link/connection-columns.js';
import type { SocketColumns } from '../../model/link/socket-columns.js';
import type { CaseDatabase } from '../database.js';
import { EventPages, type SocketPage } from '../pages/event-pages.js';
import { COOKIE_IS_NUMBER, COOKIE_IS_TERM, SOCKET_COLUMNS, type SocketColumn } from '../pages/page-schema.js';
import { MOST_EVENTS, socketColumns as pageColumns } from '../pages/page-writer.js';

/** Socket events as their facts tell them: protocols, addresses and lists of names are rows of `term`. */
export interface SocketFactColumns extends SocketColumns {
  readonly image: Int32Array;
  readonly source: Int32Array;
  /** Cookies that are no numbers: `cookieLow` of these is a place here. */
  readonly cookieTexts: readonly string[];
}

/** Read at a time, about: some twenty megabytes. */
export const FACTS_AT_A_TIME = 300_000;

/** How many parts of so many facts the socket facts are read in. */
export function socketParts(database: CaseDatabase, factsAtATime: number): number {
  return Math.ceil(socketCount(database) / factsAtATime);
}

function socketCount(database: CaseDatabase): number {
  return Number(database.prepare('select coalesce(sum(sockets), 0) from fact_page').pluck().get());
}

/** Reads one part of the socket facts, in order of event. All events of a socket are in one part. */
export function readSockets(database: CaseDatabase, part: number, parts: number): SocketFactColumns {
  return readWhere(database, parts === 1 ? undefined : new Division(database, part, parts));
}

/** Reads the socket facts of this operation, in order of event. */
export function readSocketsThat(database: CaseDatabase, operation: number): SocketFactColumns {
  return readWhere(database, { columns: ['operation'], holds: ({ columns }, at) => columns.operation[at] === operation });
}

/** Which facts are meant, and the columns that tell. */
interface Selection {
  readonly columns: readonly SocketColumn[];
  holds(page: UnpackedPage, at: number): boolean;
}

function readWhere(database: CaseDatabase, selection: Selection | undefined): SocketFactColumns {
  const page = new UnpackedPage();
  const columns = socketColumns(selection === undefined ? socketCount(database) : countWhere(database, page, selection));
  const cookieTexts: string[] = [];
  const text = database.prepare<[number], string>('select text from term where id = ?').pluck();
  let to = 0;
  for (const packed of new EventPages(database).socketPages()) {
    page.unpack(packed, SOCKET_COLUMNS);
    for (let at = 0; at < packed.count; at++) {
      if (selection?.holds(page, at) === false) continue;
      page.copy(at, columns, to);
      if (columns.cookieKind[to] === TEXT_COOKIE) columns.cookieLow[to] = cookieTexts.push(text.get(columns.cookieLow[to] ?? 0) ?? '') - 1;
      to += 1;
    }
  }
  return { ...columns, cookieTexts };
}

function countWhere(database: CaseDatabase, page: UnpackedPage, selection: Selection): number {
  let count = 0;
  for (const packed of new EventPages(database).socketPages()) {
    page.unpack(packed, selection.columns);
    for (let at = 0; at < packed.count; at++) if (selection.holds(page, at)) count += 1;
  }
  return count;
}

/** Which facts are of one part: told by the cookie, and without one by the process. */
class Division implements Selection {
  readonly columns = ['event', 'cookieKind', 'cookieHigh', 'cookieLow'] as const;
  readonly #part: number;
  readonly #parts: number;
  readonly #processes: Int32Array;

  constructor(database: CaseDatabase, part: number, parts: number) {
    this.#part = part;
    this.#parts = parts;
    this.#processes = new Int32Array(Number(database.prepare('select coalesce(max(id), 0) + 1 from image').pluck().get()));
    for (const [image, process] of database
      .prepare<[], readonly [number, number]>('select image, process from process_image')
      .raw()
      .iterate())
      this.#processes[image] = process;
  }

  holds({ columns, image }: UnpackedPage, at: number): boolean {
    const hasCookie = columns.cookieKind[at] !== 0;
    const key = hasCookie ? (columns.cookieLow[at] ?? 0) + (columns.cookieHigh[at] ?? 0) : (this.#processes[image[at] ?? 0] ?? 0);
    return key % this.#parts === this.#part;
  }
}

/** One page at a time, unpacked, with what the events themselves say. */
class UnpackedPage {
  readonly columns = pageColumns();
  readonly image = list();
  readonly #imageOfEvent = list();
  readonly #us = list();
  readonly #ns = list();
  #first = 0;
  #source = 0;

  /** Unpacks these columns of a page's facts. */
  unpack(page: SocketPage, columns: readonly SocketColumn[]): void {
    for (const column of columns) page.columnInto(column, this.columns[column]);
    page.events.columnInto('image', this.#imageOfEvent);
    page.events.columnInto('us', this.#us);
    page.events.columnInto('ns', this.#ns);
    for (let at = 0; at < page.count; at++) this.image[at] = this.#imageOfEvent[this.columns.event[at] ?? 0] ?? 0;
    this.#first = page.events.first;
    this.#source = page.events.source;
  }

  /** Copies a fact into the columns of all. */
  copy(at: number, to: ReturnType<typeof socketColumns>, place: number): void {
    const { columns } = this;
    const event = columns.event[at] ?? 0;
    to.event[place] = this.#first + event;
    to.image[place] = this.image[at] ?? 0;
    to.source[place] = this.#source;
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

function socketColumns(length: number) {
  return {
    length,
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
