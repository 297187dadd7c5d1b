import { type FlowParty, podExecId } from '../../model/flow.js';
import type { CaseDatabase } from '../database.js';
import type { Dictionaries, FactKind } from './fact-kind.js';

/** Protocols whose flows are folded into connections. */
export const CONNECTED_PROTOCOLS: readonly string[] = ['tcp', 'udp', 'sctp'];

/** Network flows. What is known of an end is the same for all of its flows, and kept once. */
export const flowFacts: FactKind = {
  schema: `
create table flow_end (
  id integer primary key,
  content text not null unique,
  exec_id text,
  pod integer references pod_metadata(id),
  reserved text,
  names text not null,
  is_local integer not null
) strict;
create table flow_fact (
  event integer primary key references event(id),
  node integer not null references term(id),
  protocol text not null,
  source_ip text,
  source_port integer,
  destination_ip text,
  destination_port integer,
  source_end integer not null references flow_end(id),
  destination_end integer not null references flow_end(id),
  is_reply integer,
  verdict text,
  drop_reason text,
  flags text not null,
  summary text
) strict;
create table http_fact (
  event integer primary key references event(id),
  is_response integer not null,
  method text,
  url text,
  status integer,
  latency_ns integer
) strict;`,
  writer: (database, dictionaries) => {
    const ends = new FlowEnds(database, dictionaries);
    const flow = database.prepare(`insert into flow_fact values (${new Array(14).fill('?').join(', ')})`);
    const http = database.prepare('insert into http_fact values (?, ?, ?, ?, ?, ?)');
    return ({ flow: fact, node }, event) => {
      if (fact === undefined) return;
      const { source, destination } = fact;
      flow.run(
        event,
        dictionaries.terms.id(node),
        fact.protocol,
        source.address?.ip ?? null,
        source.address?.port ?? null,
        destination.address?.ip ?? null,
        destination.address?.port ?? null,
        ends.idOf(source.party),
        ends.idOf(destination.party),
        fact.isReply === undefined ? null : Number(fact.isReply),
        fact.verdict ?? null,
        fact.dropReason ?? null,
        fact.tcpFlags.join(' '),
        CONNECTED_PROTOCOLS.includes(fact.protocol) ? null : (fact.summary ?? null),
      );
      const request = fact.http;
      if (request === undefined) return;
      http.run(
        event,
        Number(request.isResponse),
        request.method ?? null,
        request.url ?? null,
        request.status ?? null,
        request.latencyNs ?? null,
      );
    };
  },
};

/** What is known of ends of flows beside their addresses, each distinct copy kept once. */
class FlowEnds {
  readonly #dictionaries: Dictionaries;
  readonly #find;
  readonly #insert;
  readonly #seen = new WeakMap<FlowParty, number>();

  constructor(database: CaseDatabase, dictionaries: Dictionaries) {
    this.#dictionaries = dictionaries;
    this.#find = database.prepare<[string], number>('select id from flow_end where content = ?').pluck();
    this.#insert = database.prepare('insert into flow_end (content, exec_id, pod, reserved, names, is_local) values (?, ?, ?, ?, ?, ?)');
  }

  /** Row of the party. A reader gives the same object again and again. */
  idOf(party: FlowParty): number {
    const known = this.#seen.get(party);
    if (known !== undefined) return known;
    const content = JSON.stringify(party);
    const id = this.#find.get(content) ?? this.#add(content, party);
    this.#seen.set(party, id);
    return id;
  }

  #add(content: string, party: FlowParty): number {
    const { lastInsertRowid } = this.#insert.run(
      content,
      podExecId(party) ?? null,
      party.pod === undefined ? null : this.#dictionaries.pods.id(party.pod),
      party.reserved ?? null,
      JSON.stringify(namesOf(party)),
      Number(party.isLocal),
    );
    return Number(lastInsertRowid);
  }
}

/** Names that were resolved first, then the service's own, as its cluster's resolver knows it. */
function namesOf({ names, service }: FlowParty): readonly string[] {
  if (service === undefined) return names;
  return [...names, [service.name, service.namespace, 'svc'].filter((part) => part !== undefined).join('.')];
}
