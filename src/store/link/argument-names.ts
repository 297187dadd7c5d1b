import { hostNamesForPort } from '../../model/link/argument-names.js';
import { LOOPBACK } from '../../model/link/connection-columns.js';
import type { ConnectionTable } from '../../model/link/connection-table.js';
import { TCP } from '../../model/link/texts.js';
import type { CaseDatabase } from '../database.js';

/** A shell's command line stands with it or with the processes that it was started by. */
const ARGUMENT_GENERATIONS = 3;
const PORTS = 65_536;
const SEVERAL = -1;

/** A command line that gives one host with the very port connected to, by a process that called one address there, names that address. */
export function namesFromArguments(database: CaseDatabase, table: ConnectionTable, calls: Int32Array): void {
  const { columns, texts, names } = table;
  const called = addressesCalled(table, calls);
  const families = new Families(database);
  const found = new Map<number, Found | undefined>();
  for (const row of calls) {
    const [process, port] = [columns.process[row] ?? 0, columns.remotePort[row] ?? -1];
    const key = process * PORTS + port;
    if ((called.get(key) ?? SEVERAL) === SEVERAL) continue;
    if (!found.has(key)) found.set(key, families.nameOf(process, port));
    const name = found.get(key);
    if (name === undefined) continue;
    const note = `from the arguments of pid ${name.pid}, which give it with port ${port}`;
    columns.names[row] = names.with(0, { name: texts.of(name.name), from: 'derived', us: Number.NaN, event: 0, note: texts.of(note) });
  }
}

/** By process and port: the only address that was called there, or that there are several. */
function addressesCalled({ columns }: ConnectionTable, calls: Int32Array): ReadonlyMap<number, number> {
  const { process, protocol, remoteIp, remotePort, scope } = columns;
  const addresses = new Map<number, number>();
  for (const row of calls) {
    const port = remotePort[row] ?? -1;
    if (port <= 0 || protocol[row] !== TCP || scope[row] === 0 || scope[row] === LOOPBACK) continue;
    const key = (process[row] ?? 0) * PORTS + port;
    const known = addresses.get(key);
    if (known === undefined) addresses.set(key, remoteIp[row] ?? 0);
    else if (known !== remoteIp[row]) addresses.set(key, SEVERAL);
  }
  return addresses;
}

interface Found {
  readonly name: string;
  readonly pid: number;
}

interface FamilyRow {
  readonly parent: number | null;
  readonly pid: number;
  readonly arguments: string | null;
}

/** Command lines of processes and of those that they were started by. */
class Families {
  readonly #find;
  readonly #known = new Map<number, FamilyRow | undefined>();

  constructor(database: CaseDatabase) {
    this.#find = database.prepare<[number], FamilyRow>('select parent, pid, arguments from process where id = ?');
  }

  /** The one host that the nearest command line with such a port gives. */
  nameOf(process: number, port: number): Found | undefined {
    let at: number | null = process;
    for (let generation = 0; generation < ARGUMENT_GENERATIONS && at !== null; generation++) {
      const row = this.#get(at);
      if (row === undefined) return undefined;
      const names = row.arguments === null ? [] : hostNamesForPort(row.arguments, port);
      const [name] = names;
      if (names.length === 1 && name !== undefined) return { name, pid: row.pid };
      at = row.parent;
    }
    return undefined;
  }

  #get(process: number): FamilyRow | undefined {
    if (this.#known.has(process)) return this.#known.get(process);
    if (this.#known.size >= REMEMBERED_PROCESSES) this.#known.clear();
    const row = this.#find.get(process);
    this.#known.set(process, row);
    return row;
  }
}

/** Processes remembered at a time: those that start most of the others are asked for again and again. */
const REMEMBERED_PROCESSES = 10_000;
