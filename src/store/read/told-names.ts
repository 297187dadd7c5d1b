import type { CaseDatabase } from '../database.js';
import { numberColumns } from '../number-columns.js';
import { NumberGroups } from './number-groups.js';
import { textsByNumber } from './texts-by-number.js';

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
  const processes = processesOfImages(database);
  const groups = new AddedUp(6);
  const key = new Float64Array(6);
  const columns = ['names', 'types', 'ips', 'rcode', 'is_response', 'image', 'time_us'].map((name) => `d.${name}`);
  for (const { keys, columns: read } of numberColumns(database, { table: 'dns_message d', key: 'd.event', columns })) {
    const [names, types, ips, rcode, isResponse, image, us] = read;
    for (let at = 0; at < keys.length; at++) {
      const process = processes.get(image?.[at] ?? 0);
      if (process === undefined) continue;
      key[0] = names?.[at] ?? 0;
      key[1] = types?.[at] ?? 0;
      key[2] = ips?.[at] ?? 0;
      key[3] = orZero(rcode?.[at]);
      key[4] = isResponse?.[at] ?? 0;
      key[5] = process;
      groups.add(key, us?.[at] ?? Number.NaN);
    }
  }
  const text = textsByNumber(database, 'term');
  // Fields one by one: an object put together from others is kept as a dictionary, of which there are tens of thousands.
  const messages = groups.all((number, { n, first, last }) => ({
    names: text(number(0)) ?? '',
    types: text(number(1)) ?? '',
    ips: text(number(2)) ?? '',
    rcode: text(number(3)),
    is_response: number(4),
    process: number(5),
    n,
    first,
    last,
  }));
  return messages.sort(
    (a, b) =>
      byFirst(a, b) ||
      compared(a.names, b.names) ||
      compared(a.types, b.types) ||
      compared(a.ips, b.ips) ||
      compared(a.rcode, b.rcode) ||
      a.is_response - b.is_response,
  );
}

/** Every connection that has a name, once for each name, added up, by the first of each kind. */
export function allNamedConnections(database: CaseDatabase): readonly ToldConnection[] {
  const text = textsByNumber(database, 'connection_text');
  const names = new Map<string, number>();
  const numberOf = (name: string): number => {
    const known = names.get(name) ?? names.size;
    names.set(name, known);
    return known;
  };
  const groups = new AddedUp(3);
  const key = new Float64Array(3);
  const add = (name: number, ip: number, process: number, us: number): void => {
    key[0] = name;
    key[1] = ip;
    key[2] = process;
    groups.add(key, us);
  };
  const columns = ['name', 'remote_ip', 'process', 'opened_us'].map((name) => `n.${name}`);
  const numbers = new Map<number, number>();
  for (const { keys, columns: read } of numberColumns(database, { table: 'numbered_connection n', key: 'n.id', columns })) {
    const [name, ip, process, us] = read;
    for (let at = 0; at < keys.length; at++) {
      const told = name?.[at] ?? Number.NaN;
      if (Number.isNaN(told)) continue;
      const number = numbers.get(told) ?? numberOf(text(told) ?? '');
      numbers.set(told, number);
      add(number, orZero(ip?.[at]), process?.[at] ?? 0, us?.[at] ?? Number.NaN);
    }
  }
  const several = database.prepare<[], { name: string; ip: number | null; process: number; us: number | null }>(
    `select s.value ->> 'name' as name, n.remote_ip as ip, n.process, n.opened_us as us from numbered_connection n, json_each(n.several_names) s
     where n.several_names is not null`,
  );
  for (const { name, ip, process, us } of several.iterate()) add(numberOf(name), ip ?? 0, process, us ?? Number.NaN);
  const all = [...names.keys()];
  const connections = groups.all((number, { n, first, last }) => ({
    name: all[number(0)] ?? '',
    ip: text(number(1)),
    process: number(2),
    n,
    first,
    last,
  }));
  return connections.sort((a, b) => byFirst(a, b) || compared(a.name, b.name) || compared(a.ip, b.ip));
}

/** How many rows each group has, and the first and last time of them. */
class AddedUp {
  readonly #groups: NumberGroups;
  readonly #counts: number[] = [];
  readonly #first: number[] = [];
  readonly #last: number[] = [];

  constructor(width: number) {
    this.#groups = new NumberGroups(width);
  }

  /** One more row of the group with this key; a time that was not told is not a number. */
  add(key: Float64Array, us: number): void {
    const place = this.#groups.placeOf(key);
    const first = this.#first[place];
    const last = this.#last[place];
    if (first === undefined || last === undefined) {
      this.#counts.push(1);
      this.#first.push(us);
      this.#last.push(us);
      return;
    }
    this.#counts[place] = (this.#counts[place] ?? 0) + 1;
    if (us < first || Number.isNaN(first)) this.#first[place] = us;
    if (us > last || Number.isNaN(last)) this.#last[place] = us;
  }

  /** Each group as `made` has it, of its numbers by column. */
  all<Group>(made: (number: (column: number) => number, told: Added) => Group): Group[] {
    return this.#counts.map((n, place) =>
      made((column) => this.#groups.number(place, column), { n, first: orNull(this.#first[place]), last: orNull(this.#last[place]) }),
    );
  }
}

type Added = Pick<ToldMessage, 'n' | 'first' | 'last'>;

function orZero(number: number | undefined): number {
  return number === undefined || Number.isNaN(number) ? 0 : number;
}

function orNull(number: number | undefined): number | null {
  return number === undefined || Number.isNaN(number) ? null : number;
}

type Timed = Pick<ToldMessage, 'first' | 'process'>;

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

function processesOfImages(database: CaseDatabase): ReadonlyMap<number, number> {
  const processes = new Map<number, number>();
  for (const { keys, columns } of numberColumns(database, { table: 'process_image i', key: 'i.image', columns: ['i.process'] }))
    for (const [at, image] of keys.entries()) processes.set(image, columns[0]?.[at] ?? 0);
  return processes;
}
