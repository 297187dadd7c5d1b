import { hostNamesForPort } from '../../model/link/argument-names.js';
import type { CaseDatabase } from '../database.js';
import { namesFromServices } from './service-names.js';

/** An answer that came after the connect still names its address when it came this soon. */
const LATE_ANSWER_US = 60_000_000;
/** A shell's command line stands with it or with the processes that it was started by. */
const ARGUMENT_GENERATIONS = 3;

/** Gives outbound connections their DNS names where no event did: from answers seen, else from arguments. Each says where from. */
export function linkNames(database: CaseDatabase): void {
  namesFromAnswers(database);
  namesFromServices(database);
  namesFromArguments(database);
}

interface AnswerOrConnect {
  readonly is_connect: number;
  readonly ip: string;
  readonly us: number;
  readonly place: string;
  readonly name: string | null;
  readonly event: number | null;
  readonly connection: number | null;
  /** 1 for an answer that the network saw, whichever of the pod's containers asked. */
  readonly is_flow: number;
}

interface DerivedName {
  readonly name: string;
  readonly from: 'dns' | 'flow' | 'derived';
  readonly atUs?: number;
  readonly note?: string;
  readonly event?: number;
}

const ANSWERS_AND_CONNECTS = `
  with answer as (
    select ip.value as ip, d.time_us as us, name.value as name, d.event, p.container, p.node, p.origin
    from dns_fact d join process_image pi on pi.image = d.image join process p on p.id = pi.process,
      json_each(d.ips) as ip, json_each(d.names) as name
    where d.is_response = 1 and d.time_us is not null)
  select 0 as is_connect, ip, us, coalesce('c' || container, 'n' || node) as place, name, event, null as connection, 0 as is_flow from answer where origin <> 'hubble'
  union all
  select 0, a.ip, a.us, coalesce('c' || o.id, 'c' || a.container, 'n' || a.node), a.name, a.event, null, 1
    from answer a left join container c on c.id = a.container left join container o on o.pod = c.pod and o.namespace is c.namespace where a.origin = 'hubble'
  union all
  select 1, c.remote_ip, c.opened_us, coalesce('c' || c.container, 'n' || c.node), null, null, c.id, 0
    from connection c where c.direction = 'outbound' and c.names is null and c.remote_ip is not null and c.opened_us is not null
  order by ip, us, is_connect, name, place, event, connection`;

/** One pass over answers and connects in order of address and time. Memory: the latest answer per container for one address. */
function namesFromAnswers(database: CaseDatabase): void {
  const update = database.prepare('update connection set names = ? where id = ?');
  const pass = new AddressPass((connection, name) => update.run(JSON.stringify([name]), connection));
  for (const row of database.prepare<[], AnswerOrConnect>(ANSWERS_AND_CONNECTS).iterate()) pass.see(row);
}

class AddressPass {
  readonly #found: (connection: number, name: DerivedName) => void;
  #ip: string | undefined;
  #latest = new Map<string, AnswerOrConnect>();
  #waiting: AnswerOrConnect[] = [];

  constructor(found: (connection: number, name: DerivedName) => void) {
    this.#found = found;
  }

  see(row: AnswerOrConnect): void {
    if (row.ip !== this.#ip) {
      this.#ip = row.ip;
      this.#latest = new Map();
      this.#waiting = [];
    }
    if (row.is_connect === 0) this.#answer(row);
    else this.#connect(row);
  }

  #answer(row: AnswerOrConnect): void {
    this.#latest.delete(row.place);
    this.#latest.set(row.place, row);
    this.#waiting = this.#waiting.filter((connect) => {
      if (row.us - connect.us > LATE_ANSWER_US) return false;
      if (connect.place !== row.place) return true;
      this.#name(connect, row, { from: 'derived', note: 'answered to the same container after it connected' });
      return false;
    });
  }

  #connect(row: AnswerOrConnect): void {
    const own = this.#latest.get(row.place);
    if (own !== undefined) this.#name(row, own, { from: own.is_flow === 1 ? 'flow' : 'dns' });
    else if (this.#latest.size > 0)
      this.#name(row, [...this.#latest.values()].at(-1), { from: 'derived', note: 'answered to another container before' });
    else this.#waiting.push(row);
  }

  #name(connect: AnswerOrConnect, answer: AnswerOrConnect | undefined, how: Pick<DerivedName, 'from' | 'note'>): void {
    if (connect.connection === null || answer?.name == null) return;
    this.#found(connect.connection, {
      name: answer.name,
      ...how,
      atUs: answer.us,
      ...(answer.event === null ? {} : { event: answer.event }),
    });
  }
}

/** A command line that gives one host with the very port connected to, by a process that called one address there, names that address. */
function namesFromArguments(database: CaseDatabase): void {
  const calls = database
    .prepare<[], { process: number; port: number }>(
      `select process, remote_port as port from connection where direction = 'outbound' and names is null and remote_port > 0 and scope <> 'loopback' and protocol = 'tcp'
       group by process, remote_port having count(distinct remote_ip) = 1 order by process, remote_port`,
    )
    .all();
  const ofProcess = database.prepare<[number], { parent: number | null; pid: number; arguments: string | null; binary: string | null }>(
    'select parent, pid, arguments, binary from process where id = ?',
  );
  const update = database.prepare(
    "update connection set names = ? where process = ? and remote_port = ? and names is null and direction = 'outbound'",
  );
  for (const { process, port } of calls) {
    const name = nameFromFamily(process, port, (id) => ofProcess.get(id));
    if (name !== undefined) update.run(JSON.stringify([name]), process, port);
  }
}

function nameFromFamily(
  process: number,
  port: number,
  get: (id: number) => { parent: number | null; pid: number; arguments: string | null } | undefined,
): DerivedName | undefined {
  let at: number | null = process;
  for (let generation = 0; generation < ARGUMENT_GENERATIONS && at !== null; generation++) {
    const row = get(at);
    if (row === undefined) return undefined;
    const names = row.arguments === null ? [] : hostNamesForPort(row.arguments, port);
    const [name] = names;
    if (names.length === 1 && name !== undefined)
      return { name, from: 'derived', note: `from the arguments of pid ${row.pid}, which give it with port ${port}` };
    at = row.parent;
  }
  return undefined;
}
