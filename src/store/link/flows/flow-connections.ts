import { INBOUND, OUTBOUND } from '../../../model/link/connection-columns.js';
import type { ConnectionTable } from '../../../model/link/connection-table.js';
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
  readonly #table: ConnectionTable;
  readonly #ends: FlowEnds;
  readonly #seen: SeenSockets;
  readonly #owner;

  constructor(database: CaseDatabase, table: ConnectionTable) {
    this.#table = table;
    this.#ends = new FlowEnds(database);
    this.#seen = new SeenSockets(table);
    this.#owner = database.prepare<[number], { node: string; container: number | null }>(
      'select node, container from process where id = ?',
    );
  }

  add(flow: FoldedFlow, rows: ReadonlyMap<number, FlowRow>, first: FlowRow): void {
    const told = flow.packets.flatMap(({ event }) => rows.get(event) ?? []);
    const sides = this.#sides(told, first);
    const [client, server] = flow.isFirstClient ? sides : [sides[1], sides[0]];
    const conversation = { protocol: first.protocol, client: client.address, server: server.address, ...flow };
    const seen = this.#seen.of(conversation);
    for (const { row, direction } of seen) {
      const remote = direction === 'outbound' ? server : client;
      this.#tell(row, told, { flow, remote, named: direction === 'outbound' ? told : [] });
    }
    if (seen.length === 0) this.#own(conversation, { client, server, told });
  }

  /** The pod that began it owns it, else the pod that answers, else the node that saw it. */
  #own(flow: Conversation & FoldedFlow, { client, server, told }: { client: Side; server: Side; told: readonly FlowRow[] }): void {
    const isInbound = client.process === null && server.process !== null;
    const process = client.process ?? server.process ?? told.find((row) => row.process !== null)?.process;
    const owner = process === undefined || process === null ? undefined : this.#owner.get(process);
    if (process === undefined || process === null || owner === undefined) return;
    const [local, remote] = isInbound ? [server, client] : [client, server];
    const row = this.#table.add();
    const { columns, details, texts, owners } = this.#table;
    const detail = this.#table.detailPlace(row);
    columns.process[row] = process;
    const node = texts.of(owner.node);
    columns.protocol[row] = texts.of(flow.protocol);
    columns.direction[row] = isInbound ? INBOUND : OUTBOUND;
    columns.isDirectionInferred[row] = Number(flow.directionIsInferred);
    columns.localIp[row] = texts.of(local.address.ip);
    columns.localPort[row] = local.address.port;
    columns.remoteIp[row] = texts.of(remote.address.ip);
    columns.remotePort[row] = remote.address.port;
    columns.openedUs[row] = flow.firstUs ?? Number.NaN;
    details.openedNs[detail] = flow.firstNs;
    if (flow.isClosed) {
      columns.closedUs[row] = flow.lastUs ?? Number.NaN;
      details.closedNs[detail] = flow.lastNs;
    }
    details.attempts[detail] = flow.attempts;
    columns.isOpenSeen[row] = Number(flow.isOpenSeen);
    columns.owner[row] = owners.of({ node, container: owner.container ?? 0, origin: texts.of('hubble'), aheadUs: 0 });
    this.#tell(row, told, { flow, remote, named: isInbound ? [] : told });
  }

  /** Adds what the network saw. What is known of the other end already stays. */
  #tell(
    row: number,
    told: readonly FlowRow[],
    { flow, remote, named }: { readonly flow: FoldedFlow; readonly remote: Side; readonly named: readonly FlowRow[] },
  ): void {
    const { columns, texts, names, network } = this.#table;
    const pod = { remoteNamespace: remote.namespace, remotePod: remote.pod, remoteWorkload: remote.workload };
    for (const field of ['remoteNamespace', 'remotePod', 'remoteWorkload'] as const)
      if (columns[field][row] === 0) columns[field][row] = texts.of(pod[field]);
    if (columns.names[row] === 0) {
      const list = namesOf(remote, named).map(
        ({ name, us, event }) => ({ name: texts.of(name), from: 'flow', us, event, note: 0 }) as const,
      );
      columns.names[row] = names.withAll(0, list);
    }
    const requests = httpExchanges(flow.packets.flatMap(({ http }) => http ?? []));
    network.set(row, {
      identity: remote.reserved ?? undefined,
      verdict: flow.verdict,
      dropReason: flow.dropReason,
      requests: requests.length === 0 ? undefined : JSON.stringify(requests),
    });
    for (const { event, time_us: us, time_ns: ns } of told) this.#table.tell(row, event, us ?? Number.NaN, ns);
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

interface FlowName {
  readonly name: string;
  readonly us: number;
  readonly event: number;
}

/** Names of who is called, not of who calls: those of the end, and hosts that requests name, which the client took the other end for. */
function namesOf(remote: Side, told: readonly FlowRow[]): readonly FlowName[] {
  const [first] = told;
  if (first === undefined) return [];
  const hosts = told.flatMap((row) => {
    const host = row.is_response === 0 && row.url !== null ? hostOf(row.url) : undefined;
    return host === undefined ? [] : [nameFrom(host, row)];
  });
  return [...remote.names.map((name) => nameFrom(name, first)), ...hosts];
}

function nameFrom(name: string, { event, time_us: us }: FlowRow): FlowName {
  return { name, us: us ?? Number.NaN, event };
}
