import type { Filter } from '../../model/filter.js';
import type { CaseDatabase } from '../database.js';
import { resolvedCondition } from './resolved-filter.js';

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

/** Conversations of a case. Adding up a million connections takes seconds: those of all and the last ones are kept for as long as the case stays the same. */
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
    const addedUp = { rows: conversationRows(this.#database, filter), leftOut: leftOutRows(this.#database, filter) };
    if (filter.terms.length === 0) this.#whole = { key, addedUp };
    else this.#last = { key, addedUp };
    return addedUp;
  }
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
