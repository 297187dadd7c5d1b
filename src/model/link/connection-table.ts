import type { SocketEnd } from '../record.js';
import { withRoom } from './columns.js';
import { type ConnectionColumns, connectionColumns, type DetailColumns, detailColumns } from './connection-columns.js';
import { type DetailEvent, DetailMerges, type FilledTimes, type MergeKind, type PassingDetails } from './connection-details.js';
import { EventLists } from './event-lists.js';
import { NameLists } from './name-lists.js';
import { Owners } from './owners.js';
import { Texts } from './texts.js';

/** What only the network tells of a connection. */
export interface NetworkTold {
  readonly identity: string | undefined;
  readonly verdict: string | undefined;
  readonly dropReason: string | undefined;
  /** As JSON. */
  readonly requests: string | undefined;
}

const FIRST_CAPACITY = 64;

/** What the rows of several tables have in common: numbers of one mean the same in the others. */
export interface SharedNumbers {
  readonly texts: Texts;
  readonly owners: Owners;
  readonly names: NameLists;
}

/** A list of events, by the places of its first and its last one. */
interface EventList {
  readonly first: number;
  readonly last: number;
}

const NO_EVENTS: EventList = { first: 0, last: 0 };

/**
 * The connections of a case while they are worked out, by row from 1. What linking does not look at are details. Rows that came from another table
 * left theirs with whoever called; those that were added here have them here. What few have is kept beside the columns.
 */
export class ConnectionTable implements SharedNumbers {
  readonly texts: Texts;
  readonly owners: Owners;
  readonly names: NameLists;
  readonly merges = new DetailMerges();
  readonly network = new Map<number, NetworkTold>();
  /** Of connections that only heartbeats tell of: when the last one without it was, if there was one. */
  readonly sampled = new Map<number, number | undefined>();
  /** Replaced by `add`, `reserve` and `append` when they grow: not to be kept across any. */
  columns: ConnectionColumns = connectionColumns(FIRST_CAPACITY);
  /** Of rows that were added here, each at its `detailPlace`. Replaced as columns are. */
  details: DetailColumns = detailColumns(FIRST_CAPACITY);
  readonly #events = new EventLists();
  #last = 0;
  /** The last row whose details are elsewhere. */
  #lastElsewhere = 0;
  /** Events that were told of such rows since. */
  readonly #toldSince = new Map<number, EventList>();

  constructor({ texts, owners, names }: SharedNumbers = { texts: new Texts(), owners: new Owners(), names: new NameLists() }) {
    this.texts = texts;
    this.owners = owners;
    this.names = names;
  }

  /** The newest row, removed or not. */
  get last(): number {
    return this.#last;
  }

  /** True when the row's details are not here. */
  isDetailedElsewhere(row: number): boolean {
    return row <= this.#lastElsewhere;
  }

  /** Where a row's details stand that was added here. */
  detailPlace(row: number): number {
    return row - this.#lastElsewhere;
  }

  /** Makes room for so many more rows, of so many events: until then, `columns` and `details` stay what they are. */
  reserve(more: number, events = 0): void {
    this.columns = withRoom(this.columns, this.#last + more, connectionColumns);
    this.details = withRoom(this.details, this.detailPlace(this.#last) + more, detailColumns);
    this.#events.reserve(events);
  }

  /** A new row of which nothing is told. */
  add(): number {
    const row = ++this.#last;
    const at = this.detailPlace(row);
    if (row >= this.columns.process.length || at >= this.details.attempts.length) this.reserve(0);
    this.columns.localPort[row] = -1;
    this.columns.remotePort[row] = -1;
    this.columns.openedUs[row] = Number.NaN;
    this.columns.closedUs[row] = Number.NaN;
    this.details.bytesSent[at] = Number.NaN;
    this.details.bytesReceived[at] = Number.NaN;
    return row;
  }

  /**
   * Adds all rows of a table that shares its numbers with this one, but for their details, which are the caller's to keep. To be called before any
   * row is added here. `expected`: how many rows there will be in all, as far as is known.
   */
  append(part: ConnectionTable, expected: number): void {
    const before = this.#last;
    this.#last += part.last;
    this.#lastElsewhere = this.#last;
    if (this.#last >= this.columns.process.length) this.columns = ofSize(this.columns, Math.max(this.#last, expected) + 1);
    const own = Object.values(this.columns);
    for (const [at, column] of Object.values(part.columns).entries()) own[at]?.set(column.subarray(1, part.last + 1), before + 1);
  }

  /** Forgets all rows, and keeps their room. */
  clear(): void {
    for (const column of Object.values(this.columns)) column.fill(0, 0, this.#last + 1);
    for (const column of Object.values(this.details)) column.fill(0, 0, this.#last + 1);
    this.#events.clear();
    this.#last = 0;
  }

  /** Puts the newest rows, of which nothing is kept beside the columns yet, into the order of `rows`, which are those from `first` on. */
  reorder(first: number, rows: readonly number[]): void {
    for (const column of Object.values(this.columns))
      column.set(
        rows.map((row) => column[row] ?? 0),
        first,
      );
    for (const column of Object.values(this.details))
      column.set(
        rows.map((row) => column[this.detailPlace(row)] ?? 0),
        this.detailPlace(first),
      );
  }

  /** Rows that were not removed, in order. */
  *rows(): Generator<number> {
    for (let row = 1; row <= this.#last; row++) if (this.columns.isRemoved[row] === 0) yield row;
  }

  /** Those of them that are meant, in order. */
  rowsWhere(isMeant: (row: number) => boolean): Int32Array {
    const rows = new Int32Array(this.#last);
    const { isRemoved } = this.columns;
    let count = 0;
    for (let row = 1; row <= this.#last; row++) if (isRemoved[row] === 0 && isMeant(row)) rows[count++] = row;
    return rows.subarray(0, count);
  }

  /** The process's own end, where it was told. */
  local(row: number): SocketEnd | undefined {
    return this.#end(this.columns.localIp[row] ?? 0, this.columns.localPort[row] ?? 0);
  }

  /** The other end, where it was told. */
  remote(row: number): SocketEnd | undefined {
    return this.#end(this.columns.remoteIp[row] ?? 0, this.columns.remotePort[row] ?? 0);
  }

  #end(ip: number, port: number): SocketEnd | undefined {
    const text = this.texts.text(ip);
    return text === undefined ? undefined : { ip: text, port: Math.max(0, port) };
  }

  /** Row of the container that a connection's process is in; 0 for a host's own. */
  containerOf(row: number): number {
    return this.owners.get(this.columns.owner[row] ?? 0).container;
  }

  /** Number of its node's name. */
  nodeOf(row: number): number {
    return this.owners.get(this.columns.owner[row] ?? 0).node;
  }

  /** Number of the name of the kind of source, or the export of its agent, that told of it. */
  originOf(row: number): number {
    return this.owners.get(this.columns.owner[row] ?? 0).origin;
  }

  /** How far the clock that its times are told by is ahead. */
  aheadUs(row: number): number {
    return this.owners.get(this.columns.owner[row] ?? 0).aheadUs;
  }

  /** Adds an event that tells of the row. `us` is not a number where no time was told. */
  tell(row: number, event: number, us: number, ns: number): void {
    const { first, last } = this.#listOf(row);
    const at = this.#events.add(last, event, us, ns);
    this.#setList(row, first || at, at);
  }

  /** Calls back with each event that was told of the row here. */
  forEachEvent(row: number, visit: (event: number, us: number, ns: number) => void): void {
    this.#events.forEach(this.#listOf(row).first, visit);
  }

  /** Events that were told of the row here, in order of time, each once. */
  eventsOf(row: number): readonly DetailEvent[] {
    const events: DetailEvent[] = [];
    this.forEachEventInOrder(row, (event, us, ns) => events.push({ event, us, ns }));
    return events;
  }

  /** Calls back with them. */
  forEachEventInOrder(row: number, visit: (event: number, us: number, ns: number) => void): void {
    this.#events.forEachInOrder(this.#listOf(row).first, visit);
  }

  /** Tells the details of a row that was added here, but for its events. */
  tellNumbers(row: number, details: PassingDetails): void {
    details.begin(this.details, this.detailPlace(row));
  }

  /** Tells the details of a row that was added here. */
  tellDetails(row: number, details: PassingDetails): void {
    this.tellNumbers(row, details);
    this.forEachEventInOrder(row, (event, us, ns) => details.tell(event, us, ns));
  }

  /** Takes a row away that is the same connection as another: what told of it goes to that, and of its details what the kind says. */
  removeInto(kept: number, row: number, kind: MergeKind, filled?: FilledTimes): void {
    this.merges.note(kept, row, kind, filled);
    const [one, two] = [this.#listOf(kept), this.#listOf(row)];
    if (two.first !== 0) {
      if (one.first !== 0) this.#events.join(one.last, two.first);
      this.#setList(kept, one.first || two.first, two.last);
    }
    this.columns.isRemoved[row] = 1;
  }

  #listOf(row: number): EventList {
    if (row <= this.#lastElsewhere) return this.#toldSince.get(row) ?? NO_EVENTS;
    const at = this.detailPlace(row);
    return { first: this.details.firstEvent[at] ?? 0, last: this.details.lastEvent[at] ?? 0 };
  }

  #setList(row: number, first: number, last: number): void {
    if (row <= this.#lastElsewhere) {
      this.#toldSince.set(row, { first, last });
      return;
    }
    const at = this.detailPlace(row);
    this.details.firstEvent[at] = first;
    this.details.lastEvent[at] = last;
  }
}

function ofSize(before: ConnectionColumns, capacity: number): ConnectionColumns {
  const columns = connectionColumns(capacity);
  for (const [at, column] of Object.values(columns).entries()) column.set(Object.values(before)[at] ?? []);
  return columns;
}
