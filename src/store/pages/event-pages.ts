import type { CaseDatabase } from '../database.js';
import { columnStarts, unpackInto, unpackOne } from './packed-numbers.js';
import { EVENT_COLUMNS, type EventColumn, SOCKET_COLUMNS, type SocketColumn } from './page-schema.js';

interface PageRow {
  readonly first_event: number;
  readonly source: number;
  readonly events: number;
  readonly event_columns: Buffer;
}

interface SocketRow extends PageRow {
  readonly sockets: number;
  readonly socket_columns: Buffer;
}

/** Pages kept unpacked: those that a screen or a walk in order looks at. */
const KEPT_PAGES = 8;

/** One page of events as it is stored: a number of it is read without unpacking the rest. */
export class EventPage {
  readonly first: number;
  readonly source: number;
  readonly count: number;
  readonly #packed: Buffer;
  readonly #starts: readonly number[];

  constructor(row: PageRow) {
    this.first = row.first_event;
    this.source = row.source;
    this.count = row.events;
    this.#packed = row.event_columns;
    this.#starts = columnStarts(row.event_columns, row.events);
  }

  /** One value of an event, by its place in the page. */
  value(column: EventColumn, at: number): number {
    return unpackOne(this.#packed, this.#start(column), at);
  }

  /** The line of an event. */
  line(at: number): number {
    return this.value('line', at) + at;
  }

  /** Where the line of an event begins. */
  byteOffset(at: number): number {
    let offset = this.value('gap', 0);
    for (let before = 0; before < at; before++) offset += this.value('length', before) + 1 + this.value('gap', before + 1);
    return offset;
  }

  /** A whole column, put into a list from its place `to` on. */
  columnInto(column: EventColumn, list: Float64Array | Int32Array, to = 0): void {
    unpackInto(this.#packed, this.#start(column), this.count, list, to);
  }

  #start(column: EventColumn): number {
    return this.#starts[EVENT_COLUMNS.indexOf(column)] ?? 0;
  }
}

/** The socket facts of a page of events. */
export class SocketPage {
  readonly events: EventPage;
  readonly count: number;
  readonly #packed: Buffer;
  readonly #starts: readonly number[];

  constructor(row: SocketRow) {
    this.events = new EventPage(row);
    this.count = row.sockets;
    this.#packed = row.socket_columns;
    this.#starts = columnStarts(row.socket_columns, row.sockets);
  }

  /** A whole column, put into a list from its place `to` on. */
  columnInto(column: SocketColumn, list: Float64Array | Int32Array, to = 0): void {
    unpackInto(this.#packed, this.#starts[SOCKET_COLUMNS.indexOf(column)] ?? 0, this.count, list, to);
  }
}

/** Reads events of a case by their numbers, and page by page. */
export class EventPages {
  readonly #find;
  readonly #from;
  readonly #ofLine;
  readonly #ofSource;
  readonly #sockets;
  readonly #kept = new Map<number, EventPage>();
  #last: EventPage | undefined;

  constructor(database: CaseDatabase) {
    this.#find = database.prepare<[number], PageRow>(
      'select first_event, source, events, event_columns from fact_page where first_event <= ? order by first_event desc limit 1',
    );
    this.#from = database.prepare<[number], PageRow>(
      'select first_event, source, events, event_columns from fact_page where first_event >= ? order by first_event',
    );
    this.#ofLine = database.prepare<[number, number], PageRow>(
      'select first_event, source, events, event_columns from fact_page where source = ? and ? between first_line and last_line order by first_event',
    );
    this.#ofSource = database.prepare<[number], PageRow>(
      'select first_event, source, events, event_columns from fact_page where source = ? order by first_event',
    );
    this.#sockets = database.prepare<[], SocketRow>(
      'select first_event, source, events, event_columns, sockets, socket_columns from fact_page where sockets > 0 order by first_event',
    );
  }

  /** The page that holds this event, or `undefined` when none does. */
  pageOf(event: number): EventPage | undefined {
    const last = this.#last;
    if (last !== undefined && event >= last.first && event < last.first + last.count) return last;
    this.#last = this.#keptPage(event) ?? this.#read(event);
    return this.#last;
  }

  /** Where the first event of a line of a source stands, and what the line hashed to. */
  ofLine(source: number, line: number): { readonly byteOffset: number; readonly byteLength: number; readonly hash: number } | undefined {
    for (const row of this.#ofLine.all(source, line)) {
      const page = new EventPage(row);
      for (let at = 0; at < page.count; at++) {
        if (page.line(at) === line)
          return { byteOffset: page.byteOffset(at), byteLength: page.value('length', at), hash: page.value('hash', at) };
      }
    }
    return undefined;
  }

  /** Every page in order of events. */
  pages(): Generator<EventPage> {
    return this.pagesFrom(0);
  }

  /** Every page from the one on that begins with this event, or the next. */
  *pagesFrom(event: number): Generator<EventPage> {
    for (const row of this.#from.iterate(event)) yield new EventPage(row);
  }

  /** The pages of one source, in order of events. */
  *pagesOf(source: number): Generator<EventPage> {
    for (const row of this.#ofSource.iterate(source)) yield new EventPage(row);
  }

  /** Socket facts of every page that has any, in order of events. */
  *socketPages(): Generator<SocketPage> {
    for (const row of this.#sockets.iterate()) yield new SocketPage(row);
  }

  #keptPage(event: number): EventPage | undefined {
    for (const page of this.#kept.values()) if (event >= page.first && event < page.first + page.count) return page;
    return undefined;
  }

  #read(event: number): EventPage | undefined {
    const row = this.#find.get(event);
    if (row === undefined || event >= row.first_event + row.events) return undefined;
    const page = new EventPage(row);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= KEPT_PAGES && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(page.first, page);
    return page;
  }
}
