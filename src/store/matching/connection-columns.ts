import type { CaseDatabase } from '../database.js';
import { numberColumns } from '../number-columns.js';

const NUMBERS = ['process', 'protocol', 'direction', 'local_ip', 'local_port', 'remote_ip', 'remote_port', 'name'] as const;
type ConnectionNumber = (typeof NUMBERS)[number];

/** The connections of a case as columns of numbers; -1 where nothing is told. */
export interface ConnectionColumns extends Readonly<Record<ConnectionNumber, Int32Array>> {
  /** Ascending. */
  readonly ids: Int32Array;
  /** What numbers of nodes, addresses, protocols and names stand for, by number. */
  readonly texts: readonly (string | undefined)[];
  /** Names of the connections that have several, by row. */
  readonly severalNames: ReadonlyMap<number, readonly string[]>;
}

/** Reads them in one pass: some 0.2 s for 300,000, 36 bytes each. */
export function readConnectionColumns(database: CaseDatabase): ConnectionColumns {
  const count = connectionCount(database);
  const column = (): Int32Array => new Int32Array(count).fill(-1);
  const columns: Record<ConnectionNumber, Int32Array> = {
    process: column(),
    protocol: column(),
    direction: column(),
    local_ip: column(),
    local_port: column(),
    remote_ip: column(),
    remote_port: column(),
    name: column(),
  };
  const ids = new Int32Array(count);
  const named = severalNames(database);
  const several = new Map<number, readonly string[]>();
  let begin = 0;
  const pieces = numberColumns(database, { table: 'numbered_connection n', key: 'n.id', columns: NUMBERS.map((name) => `n.${name}`) });
  for (const { keys, columns: piece } of pieces) {
    ids.set(keys, begin);
    for (const [place, name] of NUMBERS.entries()) put(columns[name], piece[place] ?? keys, begin);
    if (named.size > 0) for (const [at, key] of keys.entries()) if (named.has(key)) several.set(begin + at, named.get(key) ?? []);
    begin += keys.length;
  }
  return { ...columns, ids, texts: textsByNumber(database), severalNames: several };
}

/** What names of connections are added up from; `NaN` for what is not told. */
export interface NamedConnections extends Pick<ConnectionColumns, 'texts' | 'severalNames'> {
  readonly name: Int32Array | Float64Array;
  readonly remote_ip: Int32Array | Float64Array;
  readonly process: Int32Array | Float64Array;
  readonly opened_us: Float64Array;
}

/** Reads nothing else, in one pass. */
export function readNamedConnections(database: CaseDatabase): NamedConnections {
  const count = connectionCount(database);
  const column = (): Float64Array => new Float64Array(count);
  const { id: ids, ...columns } = filled(database, {
    id: column(),
    name: column(),
    remote_ip: column(),
    process: column(),
    opened_us: column(),
  });
  const named = severalNames(database);
  const several = new Map<number, readonly string[]>();
  if (named.size > 0) for (const [row, id] of ids.entries()) if (named.has(id)) several.set(row, named.get(id) ?? []);
  return { ...columns, texts: textsByNumber(database), severalNames: several };
}

/** What lists of connections and their filters ask about beside, by its name in the case; `NaN` where nothing is told. */
export type MoreColumns = ReturnType<typeof readMoreColumns>;

/** Reads them in one pass, in the order of the others: 64 bytes a connection. */
export function readMoreColumns(database: CaseDatabase, count: number) {
  const column = (): Float64Array => new Float64Array(count);
  return filled(database, {
    container: column(),
    scope: column(),
    remote_pod: column(),
    opened_us: column(),
    closed_us: column(),
    bytes_sent: column(),
    bytes_received: column(),
    attempts: column(),
  });
}

/** What conversations have in common and add up, beside the others; `NaN` where nothing is told. */
export type ConversedColumns = ReturnType<typeof readConversedColumns>;

/** Reads them in one pass, in the order of the others. */
export function readConversedColumns(database: CaseDatabase, count: number) {
  const column = (): Float64Array => new Float64Array(count);
  return filled(database, {
    node: column(),
    remote_container: column(),
    remote_namespace: column(),
    remote_workload: column(),
    peer: column(),
    is_sampled: column(),
    absent_us: column(),
  });
}

/** The lists, with what the columns of these names say of every connection. */
function filled<Lists extends Readonly<Record<string, Float64Array>>>(database: CaseDatabase, lists: Lists): Lists {
  const columns = Object.keys(lists).map((name) => `n.${name}`);
  const inOrder = Object.values(lists);
  let begin = 0;
  for (const { keys, columns: piece } of numberColumns(database, { table: 'numbered_connection n', key: 'n.id', columns })) {
    for (const [place, values] of piece.entries()) inOrder[place]?.set(values, begin);
    begin += keys.length;
  }
  return lists;
}

/** When a connection was opened, or closed where that was not seen; `NaN` where neither was told. */
export function seenUs({ opened_us: opened, closed_us: closed }: MoreColumns, row: number): number {
  const us = opened[row] ?? Number.NaN;
  return Number.isNaN(us) ? (closed[row] ?? Number.NaN) : us;
}

/** How many there are. */
export function connectionCount(database: CaseDatabase): number {
  return Number(database.prepare('select count(*) from numbered_connection').pluck().get());
}

function put(column: Int32Array, values: Float64Array, begin: number): void {
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? Number.NaN;
    if (!Number.isNaN(value)) column[begin + at] = value;
  }
}

function textsByNumber(database: CaseDatabase): readonly (string | undefined)[] {
  const texts: (string | undefined)[] = [];
  for (const { id, text } of database.prepare<[], { id: number; text: string }>('select id, text from connection_text').iterate())
    texts[id] = text;
  return texts;
}

function severalNames(database: CaseDatabase): ReadonlyMap<number, readonly string[]> {
  const names = new Map<number, string[]>();
  const rows = database.prepare<[], { id: number; name: string }>(
    `select n.id, json_extract(value, '$.name') as name from numbered_connection n, json_each(n.several_names)
     where n.name is null and n.several_names is not null and json_extract(value, '$.name') is not null`,
  );
  for (const { id, name } of rows.iterate()) {
    const known = names.get(id);
    if (known === undefined) names.set(id, [name]);
    else known.push(name);
  }
  return names;
}
