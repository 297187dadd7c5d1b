import type { Filter } from '../../model/filter.js';
import { OUTBOUND, SCOPES } from '../../model/link/connection-columns.js';
import type { CaseDatabase } from '../database.js';
import { numberColumns } from '../number-columns.js';
import { listsOf, resolvedCondition } from './resolved-filter.js';
import { orNull } from './rows.js';
import { textsByNumber } from './texts-by-number.js';

/** Connections with the same ends, port and direction, added up. */
export interface ConversationRow {
  readonly node: string;
  readonly container: number | null;
  readonly direction: 'outbound' | 'inbound';
  readonly protocol: string;
  readonly port: number | null;
  readonly remote_container: number | null;
  readonly remote_namespace: string | null;
  readonly remote_pod: string | null;
  readonly remote_workload: string | null;
  readonly remote_ip: string;
  readonly name: string | null;
  readonly scope: string | null;
  readonly connections: number;
  readonly paired: number;
  readonly attempts: number;
  readonly first_us: number | null;
  readonly last_us: number | null;
  readonly bytes_sent: number | null;
  readonly bytes_received: number | null;
  readonly sampled: number;
  readonly from_start: number;
  readonly caller_rows: number;
  readonly server_rows: number;
}

/** Conversations of connections that match. What stays within a party is left out, and counted. */
export interface AddedUp {
  readonly rows: readonly ConversationRow[];
  readonly leftOut: { readonly loopback: number; readonly unknownCaller: number };
}

/**
 * Conversations of a case. Those of all connections stand in the case; to add up those that match a filter takes a second and more at a
 * million, so the last ones are kept for as long as the case stays the same.
 */
export class Conversations {
  readonly #database: CaseDatabase;
  #last: { readonly key: string; readonly addedUp: AddedUp } | undefined;
  #whole: { readonly key: string; readonly addedUp: AddedUp } | undefined;

  constructor(database: CaseDatabase) {
    this.#database = database;
  }

  of(filter: Filter): AddedUp {
    const revision = this.#database.prepare('select revision from link_state').pluck().get();
    const key = JSON.stringify([revision, filter]);
    const known = [this.#whole, this.#last].find((one) => one?.key === key);
    if (known !== undefined) return known.addedUp;
    if (filter.terms.length === 0) {
      this.#whole = { key, addedUp: stored(this.#database) };
      return this.#whole.addedUp;
    }
    this.#last = { key, addedUp: listsOf(this.#database)?.conversations().of(filter) ?? addedUp(this.#database, filter) };
    return this.#last.addedUp;
  }
}

/** What linking wrote: the same as `addedUp` gives without a condition. */
function stored(database: CaseDatabase): AddedUp {
  const textOf = textsByNumber(database, 'connection_text');
  const rows: ConversationRow[] = [];
  for (const { keys, columns } of numberColumns(database, {
    table: 'conversation c',
    key: 'c.id',
    columns: STORED.map((name) => `c.${name}`),
  }))
    for (let at = 0; at < keys.length; at++) rows.push(spelled((column) => columns[column]?.[at] ?? Number.NaN, textOf));
  const leftOut = database
    .prepare<[], AddedUp['leftOut']>('select loopback, unknown_caller as unknownCaller from conversation_left_out')
    .get();
  return { rows, leftOut: leftOut ?? { loopback: 0, unknownCaller: 0 } };
}

/** As `spelled` takes them. */
const STORED = [
  ...['node', 'container', 'direction', 'protocol', 'port', 'remote_container', 'remote_namespace', 'remote_pod', 'remote_workload'],
  ...['remote_ip', 'name', 'scope', 'connections', 'paired', 'attempts', 'first_us', 'last_us', 'bytes_sent', 'bytes_received'],
  ...['sampled', 'from_start', 'caller_rows', 'server_rows'],
];

/**
 * A conversation from its numbers, in the order in which they stand in the case. Fields one by one: an object put together from others is kept as
 * a dictionary, of which there are tens of thousands.
 */
export function spelled(number: (column: number) => number, textOf: (number: number) => string | null): ConversationRow {
  return {
    node: textOf(number(0)) ?? '',
    container: orNull(number(1)),
    direction: number(2) === OUTBOUND ? 'outbound' : 'inbound',
    protocol: textOf(number(3)) ?? '',
    port: orNull(number(4)),
    remote_container: orNull(number(5)),
    remote_namespace: textOf(number(6)),
    remote_pod: textOf(number(7)),
    remote_workload: textOf(number(8)),
    remote_ip: textOf(number(9)) ?? '',
    name: textOf(number(10)),
    scope: SCOPES[number(11)] || null,
    connections: number(12),
    paired: number(13),
    attempts: number(14),
    first_us: orNull(number(15)),
    last_us: orNull(number(16)),
    bytes_sent: orNull(number(17)),
    bytes_received: orNull(number(18)),
    sampled: number(19),
    from_start: number(20),
    caller_rows: number(21),
    server_rows: number(22),
  };
}

/** Conversations of the connections that match, in the order of what they have in common. */
export function addedUp(database: CaseDatabase, filter: Filter): AddedUp {
  return { rows: conversationRows(database, filter), leftOut: leftOutRows(database, filter) };
}

/** By loopback, or by the container's own address. */
const WITHIN = "(coalesce(n.scope, '') = 'loopback' or coalesce(n.remote_container = n.container, 0))";
const FROM = 'from connection n join process p on p.id = n.process left join container c on c.id = n.container';

/** In one pass over the connections. */
function conversationRows(database: CaseDatabase, filter: Filter): readonly ConversationRow[] {
  const { sql, parameters } = resolvedCondition(database, filter, 'connection');
  return database
    .prepare<unknown[], ConversationRow>(
      `with shown as materialized (
         select connection, sum(case when direction = 'outbound' then heartbeats end) as caller_rows, sum(case when direction = 'inbound' then heartbeats end) as server_rows
         from instance_socket where direction <> 'listen' group by connection)
       select n.node, n.container, n.direction, n.protocol, case n.direction when 'outbound' then n.remote_port else n.local_port end as port,
         n.remote_container, n.remote_namespace, n.remote_pod, n.remote_workload, n.remote_ip, json_extract(n.names, '$[0].name') as name, n.scope,
         count(*) as connections, count(n.peer) as paired, sum(n.attempts) as attempts,
         min(coalesce(n.opened_us, n.closed_us)) as first_us, max(coalesce(n.closed_us, s.last_us, n.opened_us)) as last_us,
         sum(n.bytes_sent) as bytes_sent, sum(n.bytes_received) as bytes_received,
         sum(n.is_sampled) as sampled, sum(n.is_sampled = 0 or n.absent_us is null) as from_start,
         coalesce(sum(h.caller_rows), 0) as caller_rows, coalesce(sum(h.server_rows), 0) as server_rows
       ${FROM} left join shown h on h.connection = n.id
         left join (select connection, max(last_us) as last_us from instance_socket group by connection) s on s.connection = n.id
       where n.direction <> 'listen' and n.remote_ip is not null and not ${WITHIN} and ${sql}
       group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12`,
    )
    .all(...parameters);
}

/** In another. */
function leftOutRows(database: CaseDatabase, filter: Filter): { readonly loopback: number; readonly unknownCaller: number } {
  const { sql, parameters } = resolvedCondition(database, filter, 'connection');
  const row = database
    .prepare<unknown[], { loopback: number | null; nameless: number | null }>(
      `select sum(${WITHIN}) as loopback, sum(n.direction = 'inbound' and n.remote_ip is null) as nameless
       ${FROM} where n.direction <> 'listen' and ${sql}`,
    )
    .get(...parameters);
  return { loopback: row?.loopback ?? 0, unknownCaller: row?.nameless ?? 0 };
}
