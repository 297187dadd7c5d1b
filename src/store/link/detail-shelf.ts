import type { Column } from '../../model/link/columns.js';
import { detailColumns } from '../../model/link/connection-columns.js';
import { type ConnectionDetails, eventsInOrder, ownDetails, PassingDetails } from '../../model/link/connection-details.js';
import type { ConnectionTable } from '../../model/link/connection-table.js';
import { ColumnShelf } from '../column-shelf.js';
import type { CaseDatabase } from '../database.js';

/** Connections whose details are put aside together. */
const ROWS_ON_A_PAGE = 1024;

function toldEvents(length: number) {
  return { event: new Float64Array(length), us: new Float64Array(length), ns: new Float64Array(length) };
}

function grown({ event, us, ns }: ReturnType<typeof toldEvents>): ReturnType<typeof toldEvents> {
  const larger = toldEvents(event.length * 2);
  larger.event.set(event);
  larger.us.set(us);
  larger.ns.set(ns);
  return larger;
}

/** What is put aside of each connection, and how many events tell of it. */
const PASSED_ON = ['openedNs', 'closedNs', 'bytesSent', 'bytesReceived', 'attempts', 'cookieKind', 'cookieHigh', 'cookieLow'] as const;

/** The details of connections, put aside while linking looks at everything else, and given back in order of rows when these are written. */
export class DetailShelf {
  readonly #rows: ColumnShelf;
  readonly #events: ColumnShelf;
  /** First row of each page, in order. */
  readonly #firsts: number[] = [];
  #last = 0;
  #told = toldEvents(ROWS_ON_A_PAGE);

  constructor(database: CaseDatabase) {
    this.#rows = new ColumnShelf(database, 'shelved_detail');
    this.#events = new ColumnShelf(database, 'shelved_event');
  }

  /** Puts the details of all rows of a part aside, whose first one will be the next row after those of the parts before. */
  put(part: ConnectionTable): void {
    for (let from = 1; from <= part.last; from += ROWS_ON_A_PAGE) this.#putPage(part, from, Math.min(ROWS_ON_A_PAGE, part.last - from + 1));
  }

  #putPage(part: ConnectionTable, from: number, rows: number): void {
    const page = this.#firsts.push(this.#last + 1);
    this.#last += rows;
    // Numbers of one kind are packed sooner than those of many.
    const counts = new Float64Array(rows);
    let told = 0;
    for (let at = 0; at < rows; at++) {
      part.forEachEventInOrder(from + at, (event, us, ns) => {
        if (told === this.#told.event.length) this.#told = grown(this.#told);
        this.#told.event[told] = event;
        this.#told.us[told] = us;
        this.#told.ns[told] = ns;
        told += 1;
      });
      counts[at] = told;
    }
    const first = part.detailPlace(from);
    const passedOn = PASSED_ON.map((name) => {
      const numbers = new Float64Array(rows);
      numbers.set(part.details[name].subarray(first, first + rows));
      return numbers;
    });
    this.#rows.put(page, [...passedOn, counts], rows);
    this.#events.put(page, [this.#told.event, this.#told.us, this.#told.ns], told);
  }

  /** What was put aside, to be asked for in order of rows. */
  reader(): ShelvedDetails {
    return new ShelvedDetails(this.#rows, this.#events, this.#firsts);
  }

  clear(): void {
    this.#rows.clear();
    this.#events.clear();
  }
}

/** Details that were put aside, of which one page is unpacked at a time. */
export class ShelvedDetails {
  readonly #rows: ColumnShelf;
  readonly #events: ColumnShelf;
  readonly #firsts: readonly number[];
  readonly #columns = detailColumns(ROWS_ON_A_PAGE);
  readonly #ends = new Uint32Array(ROWS_ON_A_PAGE);
  readonly #spare = new Float64Array(ROWS_ON_A_PAGE);
  #told = { event: new Float64Array(0), us: new Float64Array(0), ns: new Float64Array(0) };
  #page = -1;
  #unpacked = -1;

  constructor(rows: ColumnShelf, events: ColumnShelf, firsts: readonly number[]) {
    this.#rows = rows;
    this.#events = events;
    this.#firsts = firsts;
  }

  /** Tells the details of a row. */
  tell(row: number, details: PassingDetails): void {
    while (row >= (this.#firsts[this.#page + 1] ?? Number.POSITIVE_INFINITY)) this.#page += 1;
    if (this.#page !== this.#unpacked) this.#unpack();
    const at = row - (this.#firsts[this.#page] ?? 0);
    details.begin(this.#columns, at);
    const { event, us, ns } = this.#told;
    for (let place = at === 0 ? 0 : (this.#ends[at - 1] ?? 0); place < (this.#ends[at] ?? 0); place++)
      details.tell(event[place] ?? 0, us[place] ?? Number.NaN, ns[place] ?? 0);
  }

  #unpack(): void {
    this.#unpacked = this.#page;
    const rows = this.#rows.get(this.#page + 1);
    const lists: readonly Column[] = [...PASSED_ON.map((name) => this.#columns[name]), this.#ends];
    lists.forEach((list, at) => {
      rows.columnInto(at, list, 0, this.#spare);
    });
    const events = this.#events.get(this.#page + 1);
    const list = () => new Float64Array(events.rows);
    this.#told = { event: list(), us: list(), ns: list() };
    Object.values(this.#told).forEach((column, at) => {
      events.columnInto(at, column, 0, column);
    });
  }
}

/** The details of a table's connections as they stay, to be asked for in order of rows. */
export class FinalDetails {
  readonly #table: ConnectionTable;
  readonly #shelved: ShelvedDetails;
  readonly #merged = new Map<number, ConnectionDetails>();
  readonly #passing = new PassingDetails();

  constructor(table: ConnectionTable, shelf: DetailShelf) {
    this.#table = table;
    this.#shelved = shelf.reader();
    const rows = [...table.merges.rows()].sort((a, b) => a - b);
    const before = shelf.reader();
    for (const row of rows) this.#merged.set(row, ownDetails(this.#told(row, before)));
    table.merges.apply(this.#merged);
  }

  /** Those of a row, good until the next are asked for. */
  of(row: number): ConnectionDetails {
    return this.#merged.get(row) ?? this.#told(row, this.#shelved);
  }

  /** Those of a row but for its events, good until the next are asked for. */
  numbersOf(row: number): Omit<ConnectionDetails, 'events'> {
    if (this.#merged.has(row) || this.#table.isDetailedElsewhere(row)) return this.of(row);
    this.#table.tellNumbers(row, this.#passing);
    return this.#passing;
  }

  #told(row: number, shelved: ShelvedDetails): ConnectionDetails {
    const details = this.#passing;
    if (!this.#table.isDetailedElsewhere(row)) {
      this.#table.tellDetails(row, details);
      return details;
    }
    shelved.tell(row, details);
    const since = this.#table.eventsOf(row);
    if (since.length === 0) return details;
    const own = ownDetails(details);
    return { ...own, events: eventsInOrder([...own.events, ...since]) };
  }
}
