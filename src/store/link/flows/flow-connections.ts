import type { FoldedFlow } from '../../../model/link/fold-flows.js';
import { hostOf, httpExchanges } from '../../../model/link/http-exchanges.js';
import type { SocketEnd } from '../../../model/record.js';
import type { CaseDatabase } from '../../database.js';
import { FlowEnds, type KnownEnd } from './flow-ends.js';
import { type FlowRow, isFromFirst } from './flow-row.js';
import { type Conversation, SeenSockets } from './seen-sockets.js';

/** One side of a conversation. */
interface Side extends KnownEnd {
  readonly address: SocketEnd;
}

/** Makes connections of conversations, or adds them to those that processes were seen to make. */
export class FlowConnections {
  readonly #ends: FlowEnds;
  readonly #seen: SeenSockets;
  readonly #insert;
  readonly #enrich;
  readonly #event;

  constructor(database: CaseDatabase) {
    this.#ends = new FlowEnds(database);
    this.#seen = new SeenSockets(database);
    this.#insert =
      database.prepare(`insert into connection (process, node, container, protocol, direction, is_direction_inferred, local_ip, local_port, remote_ip,
        remote_port, opened_us, opened_ns, closed_us, closed_ns, attempts, is_open_seen, origin, remote_namespace, remote_pod, remote_workload, remote_identity,
        names, verdict, drop_reason, requests)
      select p.id, p.node, p.container, ${new Array(13).fill('?').join(', ')}, 'hubble', ${new Array(8).fill('?').join(', ')} from process p where p.id = ?`);
    this.#enrich =
      database.prepare(`update connection set remote_namespace = coalesce(remote_namespace, ?), remote_pod = coalesce(remote_pod, ?), remote_workload = coalesce(remote_workload, ?),
        remote_identity = ?, names = coalesce(names, ?), verdict = ?, drop_reason = ?, requests = ? where id = ?`);
    this.#event = database.prepare('insert or ignore into connection_event values (?, ?)');
  }

  add(flow: FoldedFlow, rows: ReadonlyMap<number, FlowRow>, first: FlowRow): void {
    const told = flow.packets.flatMap(({ event }) => rows.get(event) ?? []);
    const sides = this.#sides(told, first);
    const [client, server] = flow.isFirstClient ? sides : [sides[1], sides[0]];
    const conversation = { protocol: first.protocol, client: client.address, server: server.address, ...flow };
    const seen = this.#seen.of(conversation);
    const network = networkFields(flow);
    for (const { id, direction } of seen) {
      const remote = direction === 'outbound' ? server : client;
      this.#enrich.run(...remoteFields(remote, direction === 'outbound' ? told : []), ...network, id);
      for (const { event } of told) this.#event.run(id, event);
    }
    if (seen.length === 0) this.#own(conversation, { client, server, told });
  }

  /** The pod that began it owns it, else the pod that answers, else the node that saw it. */
  #own(flow: Conversation & FoldedFlow, { client, server, told }: { client: Side; server: Side; told: readonly FlowRow[] }): void {
    const isInbound = client.process === null && server.process !== null;
    const owner = client.process ?? server.process ?? told.find(({ process }) => process !== null)?.process;
    if (owner === undefined || owner === null) return;
    const [local, remote] = isInbound ? [server, client] : [client, server];
    const { lastInsertRowid } = this.#insert.run(
      flow.protocol,
      isInbound ? 'inbound' : 'outbound',
      Number(flow.directionIsInferred),
      local.address.ip,
      local.address.port,
      remote.address.ip,
      remote.address.port,
      flow.firstUs ?? null,
      flow.firstNs,
      flow.isClosed ? (flow.lastUs ?? null) : null,
      flow.isClosed ? flow.lastNs : 0,
      flow.attempts,
      Number(flow.isOpenSeen),
      ...remoteFields(remote, isInbound ? [] : told),
      ...networkFields(flow),
      owner,
    );
    for (const { event } of told) this.#event.run(Number(lastInsertRowid), event);
  }

  #sides(told: readonly FlowRow[], first: FlowRow): readonly [Side, Side] {
    const ends = told.map((row) =>
      isFromFirst(row, first) ? [row.source_end, row.destination_end] : [row.destination_end, row.source_end],
    );
    const side = (at: 0 | 1) => this.#ends.together(ends.flatMap((pair) => pair[at] ?? []));
    return [
      { ...side(0), address: { ip: first.source_ip, port: first.source_port } },
      { ...side(1), address: { ip: first.destination_ip, port: first.destination_port } },
    ];
  }
}

/** Namespace, pod, workload, identity and names of the other end. Names are of who is called, not of who calls. */
function remoteFields(remote: Side, told: readonly FlowRow[]): readonly (string | null)[] {
  const [first] = told;
  const names = first === undefined ? [] : [...remote.names.map((name) => nameFrom(name, first)), ...hostsNamed(told)];
  const distinct = names.filter(({ name }, at) => names.findIndex((other) => other.name === name) === at);
  return [remote.namespace, remote.pod, remote.workload, remote.reserved, distinct.length === 0 ? null : JSON.stringify(distinct)];
}

/** Hosts that requests name are what the client took the other end for. */
function hostsNamed(told: readonly FlowRow[]) {
  return told.flatMap((row) => {
    const host = row.is_response === 0 && row.url !== null ? hostOf(row.url) : undefined;
    return host === undefined ? [] : [nameFrom(host, row)];
  });
}

function nameFrom(name: string, { event, time_us: us }: FlowRow) {
  return { name, from: 'flow', ...(us === null ? {} : { atUs: us }), event };
}

function networkFields(flow: FoldedFlow): readonly (string | null)[] {
  const requests = httpExchanges(flow.packets.flatMap(({ http }) => http ?? []));
  return [flow.verdict ?? null, flow.dropReason ?? null, requests.length === 0 ? null : JSON.stringify(requests)];
}
