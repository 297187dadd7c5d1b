import type { Container } from '../model/process.js';
import type { ServedPort } from '../model/served-port.js';
import { type JsonObject, present, timeText } from './json.js';
import { containerShape, processRefShape } from './process-shape.js';

/** A port as `listeners` prints it. `container`: the one that serves it, when there is one. */
export function servedPortShape(port: ServedPort, container: Container | undefined): JsonObject {
  return present({
    node: port.node,
    namespace: container?.namespace,
    pod: container?.pod,
    workload: container?.workload,
    container: container && containerShape(container),
    protocol: port.protocol,
    port: port.port,
    ips: port.ips.length > 0 ? port.ips : undefined,
    isListening: port.isListening,
    process: port.process && processRefShape(port.process),
    firstSeen: timeText(port.firstUs),
    lastSeen: timeText(port.lastUs),
    goneAt: timeText(port.goneUs),
    isNew: port.isNew,
    isDeclared: port.isDeclared,
    connections: port.useCount,
    users: port.users.length > 0 ? port.users.map(({ id, kind, label, connections }) => ({ id, kind, label, connections })) : undefined,
  });
}
