import type { CaseView } from '../../src/model/case-view.js';
import type { Connection } from '../../src/model/connection.js';
import type { ConnectionGroup, ConnectionGrouping } from '../../src/model/connection-list.js';
import type { NameSummary } from '../../src/model/dns-name.js';
import type { ServedPort } from '../../src/model/served-port.js';
import type { ServiceEdge, ServiceMap, ServiceNode } from '../../src/model/service-map.js';
import type { Held } from './held-case.js';

type Lists = Pick<CaseView, 'connectionGroups' | 'connectionIds' | 'services' | 'servedPorts' | 'heartbeats' | 'usage' | 'names'>;

/** Answers about a held case that are lists of their own, as the store would give them. */
export function fakeLists(held: () => Held): Lists {
  return {
    connectionGroups: (_filter, by) => {
      const groups = new Map<string | number | null, Connection[]>();
      for (const connection of held().connections) {
        const key = keyOf(connection, by);
        groups.set(key, [...(groups.get(key) ?? []), connection]);
      }
      return [...groups].map(([key, connections]) => groupOf(key, by, connections));
    },
    connectionIds: ({ within }) =>
      Int32Array.from(
        held()
          .connections.filter((connection) => within === undefined || within.by === 'none' || keyOf(connection, within.by) === within.key)
          .map(({ id }) => id),
      ),
    services: () => mapOf(held()),
    servedPorts: () =>
      held()
        .connections.filter(({ direction }) => direction === 'listen')
        .map((one) => portOf(one, held())),
    heartbeats: () => held().heartbeats,
    usage: () => ({ intervalSeconds: 1, rows: held().usage }),
    names: () => namesIn(held()),
  };
}

function keyOf(connection: Connection, by: Exclude<ConnectionGrouping, 'none'>): string | number | null {
  switch (by) {
    case 'process':
      return connection.process.id;
    case 'pod':
      return connection.pod ?? null;
    case 'name':
      return connection.remoteNames[0]?.name ?? connection.remotePod ?? connection.remote?.ip ?? null;
    case 'address':
      return connection.remote?.ip ?? null;
  }
}

function groupOf(key: string | number | null, by: ConnectionGrouping, connections: readonly Connection[]): ConnectionGroup {
  const [first] = connections;
  const process = by === 'process' ? first?.process : undefined;
  return {
    name: process === undefined ? `${by} ${key}` : `process ${process.execId}`,
    key,
    label: process === undefined ? `${key ?? '(listening)'}` : `${process.binary} ${process.arguments ?? ''} (${process.pid})`,
    ...(process === undefined ? {} : { processId: process.id }),
    count: connections.length,
    openCount: connections.filter(({ closedAtUs }) => closedAtUs === undefined).length,
    externalCount: connections.filter(({ scope }) => scope === 'external').length,
    ...(first?.bytesSent === undefined ? {} : { bytesSent: first.bytesSent }),
    ...(first?.bytesReceived === undefined ? {} : { bytesReceived: first.bytesReceived }),
    ...(first?.openedAtUs === undefined ? {} : { firstUs: first.openedAtUs, lastUs: first.openedAtUs }),
  };
}

function portOf({ process, node, protocol, local }: Connection, held: Held): ServedPort {
  const { containerId } = held.processes.get(process.id) ?? {};
  const port = local?.port ?? 0;
  const uses = held.connections.filter((one) => one.direction === 'inbound' && one.local?.port === port);
  const users =
    uses.length === 0 ? [] : [{ id: 'container:crawler', kind: 'container' as const, label: 'crawler', connections: uses.length }];
  const where = containerId === undefined ? {} : { containerId };
  return { ...where, node, protocol, port, ips: [], isListening: true, process, users, useCount: uses.length, isDeclared: port === 8000 };
}

/** An edge for each outbound connection, between containers, or to what it is called. */
function mapOf({ connections, processes, containers }: Held): ServiceMap {
  const nodes = new Map<string, ServiceNode>();
  const containerNode = (processId: number): ServiceNode => {
    const container = containers[processes.get(processId)?.containerId ?? -1];
    const label = container?.name ?? 'host';
    return { id: `container:${label}`, kind: 'container', label, containers: container === undefined ? [] : [container.id], addresses: [] };
  };
  const edges = connections
    .filter(({ direction }) => direction === 'outbound')
    .map((connection): ServiceEdge => {
      const from = containerNode(connection.process.id);
      const name = connection.remoteNames[0]?.name ?? connection.remote?.ip ?? '?';
      const to: ServiceNode =
        connection.peer === undefined
          ? { id: `name:${name}`, kind: 'name', label: name, containers: [], addresses: [], scope: 'external' }
          : containerNode(connection.peer.process.id);
      for (const node of [from, to]) nodes.set(node.id, node);
      const port = connection.remote?.port ?? 0;
      const told = { protocol: connection.protocol, port, connections: 1, attempts: connection.attempts, seenBy: 'caller' as const };
      const when = connection.openedAtUs === undefined ? {} : { firstUs: connection.openedAtUs, lastUs: connection.openedAtUs };
      return { from: from.id, to: to.id, ...told, ...when, isDeclared: port === 8000, heartbeats: { caller: 0, server: 0 } };
    });
  return { nodes: [...nodes.values()], edges, leftOut: { loopback: 0, unknownCaller: 0 } };
}

/** The names that connections carry; DNS messages are not drawn. */
function namesIn({ connections }: Held): readonly NameSummary[] {
  return connections.flatMap(({ remoteNames, remote, process, openedAtUs }) =>
    remoteNames.map(({ name }) => ({
      name,
      requests: 1,
      responses: 1,
      failures: {},
      types: ['A'],
      ips: remote === undefined ? [] : [remote.ip],
      askers: [process.id],
      askerCount: 1,
      connectionCount: 1,
      ...(openedAtUs === undefined ? {} : { firstUs: openedAtUs, lastUs: openedAtUs }),
    })),
  );
}
