import type { NameSummary } from '../../model/dns-name.js';
import type { Filter } from '../../model/filter.js';
import type { CaseDatabase } from '../database.js';
import { listsOf, resolvedCondition } from './resolved-filter.js';
import { textsIn, told } from './rows.js';
import { allMessages, allNamedConnections, type ToldConnection, type ToldMessage } from './told-names.js';
import { CONNECTION_FROM } from './view-statements.js';

const MOST_ASKERS = 8;
const MOST_ADDRESSES = 16;

interface Gathered {
  readonly name: string;
  requests: number;
  responses: number;
  connectionCount: number;
  readonly failures: Record<string, number>;
  readonly types: Set<string>;
  readonly ips: Set<string>;
  readonly askers: Set<number>;
  firstUs: number | null;
  lastUs: number | null;
}

/**
 * Every DNS name of the messages and connections that match, by name. Equal messages are added up first, so that the cost is that of the
 * different ones and of one pass.
 */
export function readNames(database: CaseDatabase, filter: Filter): readonly NameSummary[] {
  const names = new Map<string, Gathered>();
  const { messages: told, connections } = toldNames(database, filter);
  const lists = listsInJson();
  for (const row of told) addMessage(names, row, lists);
  for (const row of connections) addConnection(names, row);
  return [...names.values()].map(summary).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function toldNames(
  database: CaseDatabase,
  filter: Filter,
): { readonly messages: Iterable<ToldMessage>; readonly connections: Iterable<ToldConnection> } {
  const lists = listsOf(database);
  if (lists !== undefined) return { messages: lists.messages(filter), connections: lists.namedConnections(filter) };
  if (filter.terms.length === 0) return { messages: allMessages(database), connections: allNamedConnections(database) };
  return { messages: messages(database, filter), connections: namedConnections(database, filter) };
}

/** Messages that match, as `allMessages` has them. */
export function messages(database: CaseDatabase, filter: Filter): Iterable<ToldMessage> {
  const { sql, parameters } = resolvedCondition(database, filter, 'dns');
  return database
    .prepare<unknown[], ToldMessage>(
      `select d.names, d.types, d.ips, d.rcode, d.is_response, p.id as process, count(*) as n, min(d.time_us) as first, max(d.time_us) as last
       from dns_fact d join process_image pi on pi.image = d.image join process p on p.id = pi.process
         left join container c on c.id = p.container
       where ${sql} group by d.names, d.types, d.ips, d.rcode, d.is_response, p.id order by min(d.time_us), p.id`,
    )
    .iterate(...parameters);
}

/** Connections that match, as `allNamedConnections` has them. */
export function namedConnections(database: CaseDatabase, filter: Filter): Iterable<ToldConnection> {
  const { sql, parameters } = resolvedCondition(database, filter, 'connection');
  return database
    .prepare<unknown[], ToldConnection>(
      `select name, ip, process, count(*) as n, min(opened_us) as first, max(opened_us) as last from (
         select n.first_name as name, n.remote_ip as ip, n.process, n.opened_us ${CONNECTION_FROM}
         where n.first_name is not null and n.several_names is null and ${sql}
         union all select value ->> 'name', n.remote_ip, n.process, n.opened_us ${CONNECTION_FROM}, json_each(n.several_names) where ${sql})
       group by 1, 2, 3 order by min(opened_us), process`,
    )
    .iterate(...parameters, ...parameters);
}

/** Reads lists of texts, each distinct one once: a few stand in tens of thousands of messages. */
function listsInJson(): (json: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (json) => {
    const list = known.get(json) ?? textsIn(json);
    known.set(json, list);
    return list;
  };
}

function addMessage(names: Map<string, Gathered>, row: ToldMessage, textsIn: (json: string) => readonly string[]): void {
  for (const name of textsIn(row.names)) {
    const one = gathered(names, name, row);
    if (row.is_response === 1) {
      one.responses += row.n;
      if (row.rcode !== null && row.rcode !== 'NOERROR') one.failures[row.rcode] = (one.failures[row.rcode] ?? 0) + row.n;
    } else one.requests += row.n;
    for (const type of textsIn(row.types)) one.types.add(type);
    for (const ip of textsIn(row.ips)) one.ips.add(ip);
  }
}

function addConnection(names: Map<string, Gathered>, row: ToldConnection): void {
  const one = gathered(names, row.name, row);
  one.connectionCount += row.n;
  if (row.ip !== null) one.ips.add(row.ip);
}

/** What is known of the name so far, with this asker and this span in it. */
function gathered(names: Map<string, Gathered>, name: string, { process, first, last }: ToldMessage | ToldConnection): Gathered {
  const known = names.get(name) ?? nothingOf(name);
  names.set(name, known);
  known.askers.add(process);
  if (first !== null && first < (known.firstUs ?? Number.POSITIVE_INFINITY)) known.firstUs = first;
  if (last !== null && last > (known.lastUs ?? Number.NEGATIVE_INFINITY)) known.lastUs = last;
  return known;
}

function nothingOf(name: string): Gathered {
  const counts = { requests: 0, responses: 0, connectionCount: 0 };
  return { name, ...counts, failures: {}, types: new Set(), ips: new Set(), askers: new Set(), firstUs: null, lastUs: null };
}

function summary({ types, ips, askers, firstUs, lastUs, ...counts }: Gathered): NameSummary {
  return {
    ...counts,
    types: [...types],
    ips: [...ips].slice(0, MOST_ADDRESSES),
    askers: [...askers].slice(0, MOST_ASKERS),
    askerCount: askers.size,
    ...told({ firstUs, lastUs }),
  };
}
