import type { DnsMessage } from '../model/connection.js';
import { toldPid } from '../model/process.js';
import { endpointShape } from './connection-shape.js';
import { type JsonObject, present, timeText } from './json.js';
import { evidenceShape } from './process-shape.js';

/** A DNS message as `dns` prints it. */
export function dnsShape(message: DnsMessage): JsonObject {
  return present({
    id: String(message.id),
    kind: message.kind,
    names: message.names,
    types: message.types.length > 0 ? message.types : undefined,
    rcode: message.rcode,
    ips: message.ips.length > 0 ? message.ips : undefined,
    at: timeText(message.atUs, message.atNs),
    server: message.server && endpointShape(message.server),
    execId: message.process.execId,
    pid: toldPid(message.process),
    binary: message.process.binary,
    node: message.node,
    namespace: message.namespace,
    pod: message.pod,
    container: message.containerName,
    evidence: evidenceShape([message.evidence]),
  });
}
