import type { SocketEnd } from '../record.js';
import { withRoom } from './columns.js';
import { type ConnectionColumns, connectionColumns } from './connection-columns.js';
import { EventLists } from './event-lists.js';
import { NameLists } from './name-lists.js';
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

/** The connections of a case while they are worked out, by row from 1. What few have is kept beside the columns. */
export class ConnectionTable {
  readonly texts = new Texts();
  readonly events = new EventLists();
  readonly names = new NameLists();
  readonly network = new Map<number, NetworkTold>();
  /** Of connections that only heartbeats tell of: when the last one without it was, if there was one. */
  readonly sampled = new Map<number, number | undefined>();
  /** Replaced by `add` and `reserve` when they grow: not to be kept across either. */
  columns: ConnectionColumns = connectionColumns(FIRST_CAPACITY);
  #last = 0;

  /** The newest row, removed or not. */
  get last(): number {
    return this.#last;
  }

  /** Makes room for so many more rows: until then, `columns` stays what it is. */
  reserve(more: number): void {
    this.columns = withRoom(this.columns, this.#last + more, connectionColumns);
  }

  /** A new row of which nothing is told. */
  add(): number {
    const row = ++this.#last;
    if (row >= this.columns.process.length) this.reserve(0);
    const { localPort, remotePort, openedUs, closedUs, bytesSent, bytesReceived } = this.columns;
    localPort[row] = -1;
    remotePort[row] = -1;
    openedUs[row] = Number.NaN;
    closedUs[row] = Number.NaN;
    bytesSent[row] = Number.NaN;
    bytesReceived[row] = Number.NaN;
    return row;
  }

  /** Puts the newest rows, of which nothing is kept beside the columns yet, into the order of `rows`, which are those from `first` on. */
  reorder(first: number, rows: readonly number[]): void {
    for (const column of Object.values(this.columns))
      column.set(
        rows.map((row) => column[row] ?? 0),
        first,
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

  /** Adds an event that tells of the row. `us` is not a number where no time was told. */
  tell(row: number, event: number, us: number, ns: number): void {
    const { firstEvent, lastEvent } = this.columns;
    const at = this.events.add(lastEvent[row] ?? 0, event, us, ns);
    if (firstEvent[row] === 0) firstEvent[row] = at;
    lastEvent[row] = at;
  }

  /** Events that tell of the row, in order of time. */
  eventsOf(row: number): readonly number[] {
    return this.events.inOrder(this.columns.firstEvent[row] ?? 0);
  }

  /** Calls back with each event that tells of the row now. */
  forEachEvent(row: number, visit: (event: number, us: number, ns: number) => void): void {
    this.events.forEach(this.columns.firstEvent[row] ?? 0, visit);
  }

  /** Takes a row away, what told of it goes to another. */
  removeInto(kept: number, row: number): void {
    const { firstEvent, lastEvent, isRemoved } = this.columns;
    const first = firstEvent[row] ?? 0;
    if (firstEvent[kept] === 0) firstEvent[kept] = first;
    else this.events.join(lastEvent[kept] ?? 0, first);
    if (first !== 0) lastEvent[kept] = lastEvent[row] ?? 0;
    isRemoved[row] = 1;
  }
}
