import { byTime } from '../../model/link/by-time.js';
import type { ConnectionTable } from '../../model/link/connection-table.js';
import type { CaseDatabase } from '../database.js';

/** An answer that came after the connect still names its address when it came this soon. */
const LATE_ANSWER_US = 60_000_000;

interface Answer {
  readonly ip: string;
  readonly us: number;
  /** The container that asked, else its host. */
  readonly place: string;
  readonly name: string;
  readonly event: number;
  /** 1 for an answer that the network saw, whichever of the pod's containers asked. */
  readonly is_flow: number;
}

const ANSWERS = `
  with answer as (
    select ip.value as ip, d.time_us as us, name.value as name, d.event, p.container, p.node, p.origin
    from dns_fact d join process_image pi on pi.image = d.image join process p on p.id = pi.process,
      json_each(d.ips) as ip, json_each(d.names) as name
    where d.is_response = 1 and d.time_us is not null)
  select ip, us, coalesce('c' || container, 'n' || node) as place, name, event, 0 as is_flow from answer where origin <> 'hubble'
  union all
  select a.ip, a.us, coalesce('c' || o.id, 'c' || a.container, 'n' || a.node), a.name, a.event, 1
    from answer a left join container c on c.id = a.container left join container o on o.pod = c.pod and o.namespace is c.namespace where a.origin = 'hubble'
  order by ip, us, name, place, event`;

/** One pass over answers in order of address and time. Memory: the latest answer per container for one address. */
export function namesFromAnswers(database: CaseDatabase, table: ConnectionTable, calls: Int32Array): void {
  const byAddress = callsByAddress(table, calls);
  if (byAddress.size === 0) return;
  let pass: AddressPass | undefined;
  let ip: string | undefined;
  for (const answer of database.prepare<[], Answer>(ANSWERS).iterate()) {
    if (answer.ip !== ip) {
      pass?.finish();
      ip = answer.ip;
      const called = byAddress.get(table.texts.of(ip));
      pass = called === undefined ? undefined : new AddressPass(table, called);
    }
    pass?.answer(answer);
  }
  pass?.finish();
}

/** Calls of each address, in order of time. */
function callsByAddress(table: ConnectionTable, calls: Int32Array): ReadonlyMap<number, readonly number[]> {
  const { remoteIp, openedUs } = table.columns;
  const called = calls.filter((row) => remoteIp[row] !== 0 && !Number.isNaN(openedUs[row]));
  const byAddress = new Map<number, number[]>();
  for (const row of byTime(called, openedUs)) {
    const rows = byAddress.get(remoteIp[row] ?? 0);
    if (rows === undefined) byAddress.set(remoteIp[row] ?? 0, [row]);
    else rows.push(row);
  }
  return byAddress;
}

/** Answers that hold one address, and the calls of it, in order of time. */
class AddressPass {
  readonly #table: ConnectionTable;
  readonly #calls: readonly number[];
  #next = 0;
  readonly #latest = new Map<string, Answer>();
  #waiting: number[] = [];

  constructor(table: ConnectionTable, calls: readonly number[]) {
    this.#table = table;
    this.#calls = calls;
  }

  answer(answer: Answer): void {
    this.#callsUntil(answer.us);
    this.#latest.delete(answer.place);
    this.#latest.set(answer.place, answer);
    this.#waiting = this.#waiting.filter((row) => {
      if (answer.us - this.#usOf(row) > LATE_ANSWER_US) return false;
      if (this.#placeOf(row) !== answer.place) return true;
      this.#name(row, answer, 'derived', 'answered to the same container after it connected');
      return false;
    });
  }

  /** To be called after the last answer. */
  finish(): void {
    this.#callsUntil(Number.POSITIVE_INFINITY);
  }

  #callsUntil(us: number): void {
    for (; this.#next < this.#calls.length; this.#next++) {
      const row = this.#calls[this.#next] ?? 0;
      if (this.#usOf(row) >= us) return;
      this.#call(row);
    }
  }

  #call(row: number): void {
    const own = this.#latest.get(this.#placeOf(row));
    const other = own === undefined ? [...this.#latest.values()].at(-1) : undefined;
    if (own !== undefined) this.#name(row, own, own.is_flow === 1 ? 'flow' : 'dns');
    else if (other !== undefined) this.#name(row, other, 'derived', 'answered to another container before');
    else this.#waiting.push(row);
  }

  #usOf(row: number): number {
    return this.#table.columns.openedUs[row] ?? 0;
  }

  #placeOf(row: number): string {
    const container = this.#table.containerOf(row);
    return container === 0 ? `n${this.#table.texts.text(this.#table.nodeOf(row))}` : `c${container}`;
  }

  #name(row: number, { name, us, event }: Answer, from: 'dns' | 'flow' | 'derived', note?: string): void {
    const { texts, names, columns } = this.#table;
    columns.names[row] = names.with(0, { name: texts.of(name), from, us, event, note: texts.of(note) });
  }
}
