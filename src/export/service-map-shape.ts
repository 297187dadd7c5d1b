import type { ServiceEdge, ServiceMap, ServiceNode } from '../model/service-map.js';
import { type JsonObject, present, SCHEMA_VERSION, timeText } from './json.js';

/** The map as `services --format json|yaml` prints it. */
export function serviceMapDocument({ nodes, edges, leftOut }: ServiceMap): JsonObject {
  return {
    schemaVersion: SCHEMA_VERSION,
    nodes: nodes.map(serviceNodeShape),
    edges: edges.map((edge) => serviceEdgeShape(edge)),
    leftOut: { ...leftOut },
  };
}

/** A node of the map. */
function serviceNodeShape(node: ServiceNode): JsonObject {
  return present({
    id: node.id,
    kind: node.kind,
    label: node.label,
    node: node.node,
    namespace: node.namespace,
    pod: node.pod,
    workload: node.workload,
    scope: node.scope,
    addresses: node.addresses.length > 0 ? node.addresses : undefined,
    image: node.image,
    commit: node.commit,
  });
}

/** An edge of the map. `labels`: of its nodes by id, for a form that prints edges alone. */
export function serviceEdgeShape(edge: ServiceEdge, labels?: ReadonlyMap<string, string>): JsonObject {
  const { caller, server } = edge.heartbeats;
  return present({
    from: edge.from,
    fromLabel: labels?.get(edge.from),
    to: edge.to,
    toLabel: labels?.get(edge.to),
    protocol: edge.protocol,
    port: edge.port === 0 ? undefined : edge.port,
    connections: edge.connections,
    attempts: edge.attempts > edge.connections ? edge.attempts : undefined,
    firstSeen: timeText(edge.firstUs),
    lastSeen: timeText(edge.lastUs),
    bytesSent: edge.bytesSent,
    bytesReceived: edge.bytesReceived,
    seenBy: edge.seenBy,
    isDeclared: edge.isDeclared,
    isNew: edge.isNew,
    heartbeats: caller + server === 0 ? undefined : { caller, server },
  });
}
