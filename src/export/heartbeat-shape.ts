import type { Heartbeat, SocketChange } from '../model/heartbeat.js';
import type { Container } from '../model/process.js';
import { endpointShape } from './connection-shape.js';
import { type JsonObject, present, timeText } from './json.js';
import { containerShape, evidenceShape } from './process-shape.js';

/** A report as `heartbeats` prints it. `container`: the one that reported. */
export function heartbeatShape(heartbeat: Heartbeat, container: Container | undefined): JsonObject {
  const { sockets, changes, newNeighbours, missing } = heartbeat;
  return present({
    at: timeText(heartbeat.atUs),
    instance: heartbeat.instance,
    operation: heartbeat.operation,
    node: container?.node,
    namespace: container?.namespace,
    pod: container?.pod,
    container: container && containerShape(container),
    listening: sockets?.listening,
    connected: sockets?.connected,
    appeared: changesOf(changes, 'appeared'),
    gone: changesOf(changes, 'gone'),
    bytesReceived: heartbeat.bytesReceived,
    bytesSent: heartbeat.bytesSent,
    newNeighbours: newNeighbours.length > 0 ? newNeighbours : undefined,
    missing: missing > 0 ? missing : undefined,
    evidence: evidenceShape([heartbeat.evidence]),
  });
}

function changesOf(changes: readonly SocketChange[], kind: SocketChange['change']): readonly JsonObject[] | undefined {
  const shapes = changes.filter(({ change }) => change === kind).map(changeShape);
  return shapes.length > 0 ? shapes : undefined;
}

function changeShape({ direction, protocol, local, remote, connectionId }: SocketChange): JsonObject {
  return present({
    direction,
    protocol,
    local: endpointShape(local),
    remote: remote && endpointShape(remote),
    connection: String(connectionId),
  });
}
