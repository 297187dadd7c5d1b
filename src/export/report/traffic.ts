import type { Connection } from '../../model/connection.js';
import type { Finding } from '../../model/finding.js';

/** Everything that one end said to another. */
export interface TrafficEdge {
  readonly from: string;
  readonly to: string;
  readonly isExternal: boolean;
  /** Connections, those that an agent folded counted. */
  readonly count: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** True when a finding names one of them. */
  readonly isSuspicious: boolean;
}

/** Who called whom. */
export interface Traffic {
  /** Those that findings name first, then the busiest. */
  readonly edges: readonly TrafficEdge[];
  /** Edges beyond those. */
  readonly leftOut: number;
}

/** More than this is no picture any more. */
const MOST_EDGES = 40;

/** Outbound connections by who called and who was called: workloads and pods by name, what is outside by its name or address. */
export function trafficOf(connections: Iterable<Connection>, findings: readonly Finding[]): Traffic {
  const suspicious = new Set(findings.flatMap((finding) => finding.connections.map(({ id }) => id)));
  const edges = new Map<string, TrafficEdge>();
  for (const connection of connections) {
    if (connection.direction !== 'outbound') continue;
    const [from, to] = [callerName(connection), calledName(connection)];
    const key = `${from}\u0000${to}`;
    const before = edges.get(key);
    edges.set(key, {
      from,
      to,
      isExternal: connection.scope === 'external',
      count: (before?.count ?? 0) + connection.attempts,
      bytesSent: (before?.bytesSent ?? 0) + (connection.bytesSent ?? 0),
      bytesReceived: (before?.bytesReceived ?? 0) + (connection.bytesReceived ?? 0),
      isSuspicious: before?.isSuspicious === true || suspicious.has(connection.id),
    });
  }
  const sorted = [...edges.values()].sort(
    (a, b) => Number(b.isSuspicious) - Number(a.isSuspicious) || b.count - a.count || compare(a.from, b.from) || compare(a.to, b.to),
  );
  return { edges: sorted.slice(0, MOST_EDGES), leftOut: Math.max(0, sorted.length - MOST_EDGES) };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function callerName({ workload, pod, containerName, namespace, node }: Connection): string {
  const name = workload ?? pod ?? containerName;
  if (name === undefined) return node === '' ? 'host' : node;
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function calledName(connection: Connection): string {
  const { remoteNamespace, remoteWorkload, remotePod, remoteNames, remote, peer } = connection;
  const name = remoteWorkload ?? remotePod ?? peer?.pod ?? peer?.containerName;
  const namespace = remoteNamespace ?? peer?.namespace;
  const port = remote === undefined || remote.port === 0 ? '' : `:${remote.port}`;
  if (name !== undefined) return `${namespace === undefined ? name : `${namespace}/${name}`}${port}`;
  return `${remoteNames[0]?.name ?? remote?.ip ?? '?'}${port}`;
}
