import type { CaseView } from '../../src/model/case-view.js';
import type { Connection } from '../../src/model/connection.js';
import type { ConnectionGroup, ConnectionGrouping } from '../../src/model/connection-list.js';
import type { NameSummary } from '../../src/model/dns-name.js';
import type { Listener } from '../../src/model/listener.js';
import type { Held } from './held-case.js';

type Lists = Pick<CaseView, 'connectionGroups' | 'connectionIds' | 'listeners' | 'names'>;

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
    listeners: () =>
      held()
        .connections.filter(({ direction }) => direction === 'listen')
        .map((one) => listenerOf(one, held())),
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

function listenerOf({ process, node, protocol, local }: Connection, held: Held): Listener {
  const { containerId } = held.processes.get(process.id) ?? {};
  const port = local?.port ?? 0;
  const uses = held.connections.filter((one) => one.direction === 'inbound' && one.local?.port === port);
  return { ...(containerId === undefined ? {} : { containerId }), node, protocol, port, process, useCount: uses.length };
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
