import type { ConnectionGroup, ConnectionGrouping, ConnectionListQuery, ConnectionOrder } from '../../model/connection-list.js';
import type { Filter } from '../../model/filter.js';
import { EXTERNAL } from '../../model/link/connection-columns.js';
import type { CaseDatabase } from '../database.js';
import { type ConnectionColumns, type MoreColumns, seenUs } from '../matching/connection-columns.js';
import { orElse } from '../number-columns.js';
import { type GroupLabel, groupLabels } from '../read/connection-labels.js';
import { orNull, told } from '../read/rows.js';
import { addTold, atLeast, atMost } from '../sums.js';

type Grouping = Exclude<ConnectionGrouping, 'none'>;
type Key = ConnectionGroup['key'];

/** What lists of connections are made from. */
export interface ListedConnections {
  readonly columns: ConnectionColumns;
  readonly more: MoreColumns;
  /** 1 for each row that a filter of connections keeps. */
  keeps(filter: Filter): Uint8Array;
}

/** Connections that have the same key: by row the place of their group, and the groups in order of their keys. */
interface Groups {
  readonly places: Int32Array;
  readonly keys: readonly Key[];
  readonly labels: readonly GroupLabel[];
}

/**
 * Groups and rows of connections, as `connectionGroups` and `connectionIds` read them, from columns in memory. What all connections have in
 * common and how they stand in order is worked out once, so that a filter costs a pass over numbers.
 */
export class ConnectionLists {
  readonly #database: CaseDatabase;
  readonly #of: ListedConnections;
  readonly #groups = new Map<Grouping, Groups>();
  readonly #orders = new Map<ConnectionOrder, Int32Array>();

  constructor(database: CaseDatabase, of: ListedConnections) {
    this.#database = database;
    this.#of = of;
  }

  /** The groups of the connections that match, in order of their keys. */
  groups(filter: Filter, by: Grouping): readonly ConnectionGroup[] {
    const { places, keys, labels } = this.#groupsBy(by);
    const sums = new GroupSums(keys.length, this.#of.more);
    const kept = this.#keptBy(filter);
    for (let row = 0; row < places.length; row++) if (kept === undefined || kept[row] === 1) sums.add(row, places[row] ?? 0);
    return keys.flatMap((key, place) => sums.of(place, key, labels[place]) ?? []);
  }

  /** Rows of the connections that match, in order. */
  ids({ filter, order, within }: ConnectionListQuery): Int32Array {
    const { ids } = this.#of.columns;
    const kept = this.#keptBy(filter);
    const isWithin = this.#within(within);
    const chosen = new Int32Array(ids.length);
    let count = 0;
    for (const row of this.#rowsIn(order)) if ((kept === undefined || kept[row] === 1) && isWithin(row)) chosen[count++] = ids[row] ?? 0;
    return chosen.slice(0, count);
  }

  /** What is left to be worked out before lists are told at once, a step at a time. Orders that few ask for are left until they do. */
  *preparations(): Generator<void> {
    for (const by of ['process', 'pod', 'name', 'address'] as const) yield void this.#groupsBy(by);
    yield void this.#rowsIn('time');
  }

  #keptBy(filter: Filter): Uint8Array | undefined {
    return filter.terms.length === 0 ? undefined : this.#of.keeps(filter);
  }

  #within(within: ConnectionListQuery['within']): (row: number) => boolean {
    if (within === undefined || within.by === 'none') return () => true;
    const { places, keys } = this.#groupsBy(within.by);
    const wanted = keys.indexOf(within.key);
    return (row) => places[row] === wanted;
  }

  #groupsBy(by: Grouping): Groups {
    const known = this.#groups.get(by) ?? this.#grouped(by);
    this.#groups.set(by, known);
    return known;
  }

  #grouped(by: Grouping): Groups {
    const { ids } = this.#of.columns;
    const keyOf = keys(this.#of)[by];
    const numbers = new Map<Key, number>();
    const places = new Int32Array(ids.length);
    for (let row = 0; row < places.length; row++) {
      const key = keyOf(row);
      const number = numbers.get(key) ?? numbers.size;
      if (number === numbers.size) numbers.set(key, number);
      places[row] = number;
    }
    const inOrder = [...numbers.keys()].sort(compareKeys);
    const placeOf = new Int32Array(inOrder.length);
    for (const [place, key] of inOrder.entries()) placeOf[numbers.get(key) ?? 0] = place;
    const label = groupLabels(this.#database, true)[by];
    return { places: places.map((number) => placeOf[number] ?? 0), keys: inOrder, labels: inOrder.map(label) };
  }

  #rowsIn(order: ConnectionOrder): Int32Array {
    const known = this.#orders.get(order) ?? this.#ordered(order);
    this.#orders.set(order, known);
    return known;
  }

  /** What comes first by an order; where that is the same, what was seen first; then the lower row. */
  #ordered(order: ConnectionOrder): Int32Array {
    const { more } = this.#of;
    const values = Float64Array.from(more.attempts, (_, row) => orderValue(order, more, row));
    if (order === 'time') return Int32Array.from(values, (_, row) => row).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
    const places = new Int32Array(values.length);
    for (const [place, row] of this.#rowsIn('time').entries()) places[row] = place;
    return this.#rowsIn('time')
      .slice()
      .sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || (places[a] ?? 0) - (places[b] ?? 0));
  }
}

function keys({ columns, more }: ListedConnections): Readonly<Record<Grouping, (row: number) => Key>> {
  const { texts, severalNames } = columns;
  const text = (number: number | undefined): string | undefined => texts[number ?? -1];
  const address = (row: number): string | null => text(columns.remote_ip[row]) ?? null;
  return {
    process: (row) => columns.process[row] ?? 0,
    pod: (row) => orNull(more.container[row]),
    name: (row) => text(columns.name[row]) ?? severalNames.get(row)?.[0] ?? text(more.remote_pod[row]) ?? address(row),
    address,
  };
}

/** Nothing first, then numbers, then texts. */
function compareKeys(a: Key, b: Key): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return a < b ? -1 : 1;
}

function orderValue(order: ConnectionOrder, more: MoreColumns, row: number): number {
  switch (order) {
    case 'time':
      return orElse(seenUs(more, row), -1);
    case 'bytes':
      return orElse(more.bytes_sent[row], 0) + orElse(more.bytes_received[row], 0);
    case 'duration':
      return orElse((more.closed_us[row] ?? Number.NaN) - (more.opened_us[row] ?? Number.NaN), -1);
    case 'count':
      return more.attempts[row] ?? 0;
  }
}

/** What connections of each group add up to. */
class GroupSums {
  readonly #more: MoreColumns;
  readonly #counts: Int32Array;
  readonly #open: Int32Array;
  readonly #external: Int32Array;
  readonly #sent: Float64Array;
  readonly #received: Float64Array;
  readonly #first: Float64Array;
  readonly #last: Float64Array;
  readonly #longest: Float64Array;

  constructor(groups: number, more: MoreColumns) {
    const untold = (): Float64Array => new Float64Array(groups).fill(Number.NaN);
    this.#more = more;
    this.#counts = new Int32Array(groups);
    this.#open = new Int32Array(groups);
    this.#external = new Int32Array(groups);
    this.#sent = untold();
    this.#received = untold();
    this.#first = untold();
    this.#last = untold();
    this.#longest = untold();
  }

  add(row: number, group: number): void {
    const { scope, opened_us, closed_us, bytes_sent, bytes_received } = this.#more;
    const opened = opened_us[row] ?? Number.NaN;
    const closed = closed_us[row] ?? Number.NaN;
    this.#counts[group] = (this.#counts[group] ?? 0) + 1;
    if (Number.isNaN(closed)) this.#open[group] = (this.#open[group] ?? 0) + 1;
    if (scope[row] === EXTERNAL) this.#external[group] = (this.#external[group] ?? 0) + 1;
    addTold(this.#sent, group, bytes_sent[row] ?? Number.NaN);
    addTold(this.#received, group, bytes_received[row] ?? Number.NaN);
    atMost(this.#first, group, opened);
    atLeast(this.#last, group, Number.isNaN(closed) ? opened : closed);
    atLeast(this.#longest, group, closed - opened);
  }

  /** The group with this key; none where nothing was added to it. */
  of(group: number, key: Key, label: GroupLabel | undefined): ConnectionGroup | undefined {
    const count = this.#counts[group] ?? 0;
    if (count === 0 || label === undefined) return undefined;
    return {
      key,
      ...label,
      count,
      openCount: this.#open[group] ?? 0,
      externalCount: this.#external[group] ?? 0,
      ...told({
        bytesSent: orNull(this.#sent[group]),
        bytesReceived: orNull(this.#received[group]),
        firstUs: orNull(this.#first[group]),
        lastUs: orNull(this.#last[group]),
        longestUs: orNull(this.#longest[group]),
      }),
    };
  }
}
