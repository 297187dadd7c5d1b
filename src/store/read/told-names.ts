import type { CaseDatabase } from '../database.js';
import { type NamedConnections, readNamedConnections } from '../matching/connection-columns.js';
import { type MessageColumns, readMessageColumns } from '../matching/message-columns.js';
import { orElse } from '../number-columns.js';
import { atLeast, atMost } from '../sums.js';
import { NumberGroups } from './number-groups.js';
import { orNull } from './rows.js';

/** DNS messages of one process that say the same, added up. Lists are JSON. */
export interface ToldMessage {
  readonly names: string;
  readonly types: string;
  readonly ips: string;
  readonly rcode: string | null;
  readonly is_response: number;
  readonly process: number;
  readonly n: number;
  readonly first: number | null;
  readonly last: number | null;
}

/** Connections of one process to one address by one name, added up. */
export interface ToldConnection {
  readonly name: string;
  readonly ip: string | null;
  readonly process: number;
  readonly n: number;
  readonly first: number | null;
  readonly last: number | null;
}

/** Every DNS message, added up, by the first of each kind. On columns of numbers: a quarter of what SQLite takes for the same. */
export function allMessages(database: CaseDatabase): readonly ToldMessage[] {
  return toldMessages(readMessageColumns(database)).all();
}

/** Every connection that has a name, once for each name, added up, by the first of each kind. */
export function allNamedConnections(database: CaseDatabase): readonly ToldConnection[] {
  return toldConnections(readNamedConnections(database)).all();
}

/** Messages that are added up again for each filter. */
export function toldMessages(messages: MessageColumns): AddedUp<ToldMessage> {
  const { names, types, ips, rcode, isResponse, process, us, text } = messages;
  const groups = new NumberGroups(6);
  const key = new Float64Array(6);
  const places = new Int32Array(process.length);
  for (let row = 0; row < places.length; row++) {
    // Nobody's are in no group.
    if (process[row] === 0) {
      places[row] = -1;
      continue;
    }
    key[0] = names[row] ?? 0;
    key[1] = types[row] ?? 0;
    key[2] = ips[row] ?? 0;
    key[3] = rcode[row] ?? 0;
    key[4] = isResponse[row] ?? 0;
    key[5] = process[row] ?? 0;
    places[row] = groups.placeOf(key);
  }
  // Fields one by one: an object put together from others is kept as a dictionary, of which there are tens of thousands.
  return new AddedUp<ToldMessage>({ places, us, groups: groups.count }, compareMessages, (group, n, first, last) => ({
    names: text(groups.number(group, 0)) ?? '',
    types: text(groups.number(group, 1)) ?? '',
    ips: text(groups.number(group, 2)) ?? '',
    rcode: text(groups.number(group, 3)),
    is_response: groups.number(group, 4),
    process: groups.number(group, 5),
    n,
    first,
    last,
  }));
}

/** Connections that have a name, which are added up again for each filter: once for each of their names. */
export function toldConnections(connections: NamedConnections): AddedUp<ToldConnection> {
  const { name, remote_ip: ip, process, texts, severalNames, opened_us: us } = connections;
  const names = new Map<string, number>();
  const numberOf = (told: string): number => {
    const number = names.get(told) ?? names.size;
    names.set(told, number);
    return number;
  };
  const groups = new NumberGroups(3);
  const key = new Float64Array(3);
  const rows: number[] = [];
  const places: number[] = [];
  const add = (row: number, number: number): void => {
    key[0] = number;
    key[1] = orElse(ip[row], -1);
    key[2] = process[row] ?? 0;
    rows.push(row);
    places.push(groups.placeOf(key));
  };
  const numbers = texts.map((text) => (text === undefined ? -1 : numberOf(text)));
  for (let row = 0; row < name.length; row++) {
    const only = orElse(name[row], -1);
    if (only >= 0) add(row, numbers[only] ?? -1);
    else if (severalNames.size > 0) for (const one of severalNames.get(row) ?? []) add(row, numberOf(one));
  }
  const all = [...names.keys()];
  return new AddedUp<ToldConnection>(
    { rows: Int32Array.from(rows), places: Int32Array.from(places), us, groups: groups.count },
    compareConnections,
    (group, n, first, last) => ({
      name: all[groups.number(group, 0)] ?? '',
      ip: texts[groups.number(group, 1)] ?? null,
      process: groups.number(group, 2),
      n,
      first,
      last,
    }),
  );
}

/** Rows with the place of their group each, and when they happened; a time that was not told is not a number. */
interface Grouped {
  /** -1 for none. */
  readonly places: Int32Array;
  /** Which row each place is of; absent where there is one for each row. */
  readonly rows?: Int32Array;
  /** By row. */
  readonly us: Float64Array;
  readonly groups: number;
}

/** How many rows each group has, and the first and last time of them: of all rows, or of those that a filter keeps. */
export class AddedUp<Told> {
  readonly #of: Grouped;
  readonly #compare: (a: Told, b: Told) => number;
  readonly #made: (group: number, n: number, first: number | null, last: number | null) => Told;
  /** Groups in the order of all: those of a part are nearly in order, and sorted soon. */
  #order: Int32Array | undefined;

  constructor(
    of: Grouped,
    compare: (a: Told, b: Told) => number,
    made: (group: number, n: number, first: number | null, last: number | null) => Told,
  ) {
    this.#of = of;
    this.#compare = compare;
    this.#made = made;
  }

  /** All groups, in order. */
  all(): readonly Told[] {
    return this.#told().map(({ told }) => told);
  }

  /** The groups of rows that are kept, 1 for each, in order. */
  of(kept: Uint8Array): readonly Told[] {
    return this.#told(kept).map(({ told }) => told);
  }

  /** Remembers the order of all. */
  prepare(): void {
    this.#order ??= Int32Array.from(this.#told(), ({ group }) => group);
  }

  #told(kept?: Uint8Array): { readonly group: number; readonly told: Told }[] {
    const { counts, first, last } = this.#sums(kept);
    const all: { readonly group: number; readonly told: Told }[] = [];
    for (let place = 0; place < counts.length; place++) {
      const group = this.#order === undefined ? place : (this.#order[place] ?? 0);
      const n = counts[group] ?? 0;
      if (n > 0) all.push({ group, told: this.#made(group, n, orNull(first[group]), orNull(last[group])) });
    }
    return all.sort((a, b) => this.#compare(a.told, b.told));
  }

  #sums(kept: Uint8Array | undefined) {
    const { places, rows, us, groups } = this.#of;
    const counts = new Int32Array(groups);
    const first = new Float64Array(groups).fill(Number.NaN);
    const last = new Float64Array(groups).fill(Number.NaN);
    for (let at = 0; at < places.length; at++) {
      const row = rows === undefined ? at : (rows[at] ?? 0);
      const group = places[at] ?? -1;
      if (group < 0 || (kept !== undefined && kept[row] !== 1)) continue;
      counts[group] = (counts[group] ?? 0) + 1;
      const time = us[row] ?? Number.NaN;
      atMost(first, group, time);
      atLeast(last, group, time);
    }
    return { counts, first, last };
  }
}

type Timed = Pick<ToldMessage, 'first' | 'process'>;

function compareMessages(a: ToldMessage, b: ToldMessage): number {
  return (
    byFirst(a, b) ||
    compared(a.names, b.names) ||
    compared(a.types, b.types) ||
    compared(a.ips, b.ips) ||
    compared(a.rcode, b.rcode) ||
    a.is_response - b.is_response
  );
}

function compareConnections(a: ToldConnection, b: ToldConnection): number {
  return byFirst(a, b) || compared(a.name, b.name) || compared(a.ip, b.ip);
}

/** By the first time, those without one first, then by process. */
function byFirst(a: Timed, b: Timed): number {
  return (a.first ?? Number.NEGATIVE_INFINITY) - (b.first ?? Number.NEGATIVE_INFINITY) || a.process - b.process;
}

/** By characters, what is absent first. */
function compared(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return a < b ? -1 : 1;
}
