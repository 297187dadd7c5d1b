import type { Connection, Endpoint, HttpExchange, RemoteName } from '../model/connection.js';
import { toldPid } from '../model/process.js';
import { type JsonObject, present, presentOrAbsent, timeText } from './json.js';
import { evidenceShape } from './process-shape.js';

/** A connection as `connections` prints it. */
export function connectionShape(connection: Connection): JsonObject {
  const { process, peer } = connection;
  return present({
    id: String(connection.id),
    execId: process.execId,
    pid: toldPid(process),
    binary: process.binary,
    node: connection.node,
    namespace: connection.namespace,
    pod: connection.pod,
    workload: connection.workload,
    container: connection.containerName,
    ...socketShape(connection),
    directionIsInferred: connection.directionIsInferred || undefined,
    closedAt: timeText(connection.closedAtUs, connection.closedAtNs),
    attempts: connection.attempts > 1 ? connection.attempts : undefined,
    verdict: connection.verdict,
    dropReason: connection.dropReason,
    requests: connection.requests?.map(requestShape),
    isSampled: connection.sample === undefined ? undefined : true,
    absentAt: timeText(connection.sample?.absentAtUs),
    cookie: connection.cookie,
    peer:
      peer &&
      present({
        execId: peer.process.execId,
        pid: toldPid(peer.process),
        binary: peer.process.binary,
        namespace: peer.namespace,
        pod: peer.pod,
        container: peer.containerName,
        connection: String(peer.connectionId),
      }),
    sources: connection.sources,
    evidence: evidenceShape(connection.evidence),
  });
}

/** A connection as a finding nests it: the socket, without its owner. */
export function socketShape(connection: Connection): JsonObject {
  return present({
    protocol: connection.protocol,
    direction: connection.direction,
    local: connection.local && endpointShape(connection.local),
    remote: remoteShape(connection),
    openedAt: timeText(connection.openedAtUs, connection.openedAtNs),
    bytesSent: connection.bytesSent,
    bytesReceived: connection.bytesReceived,
  });
}

/** An address and its port; port 0 stands for one that the source did not tell. */
export function endpointShape(endpoint: Endpoint): JsonObject {
  return present({ ip: endpoint.ip, port: endpoint.port === 0 ? undefined : endpoint.port });
}

function remoteShape(connection: Connection): JsonObject | undefined {
  return presentOrAbsent({
    ...(connection.remote && endpointShape(connection.remote)),
    names: connection.remoteNames.length > 0 ? connection.remoteNames.map(nameShape) : undefined,
    namespace: connection.remoteNamespace,
    pod: connection.remotePod,
    workload: connection.remoteWorkload,
    podIsInferred: connection.remotePodIsInferred || undefined,
    identity: connection.remoteIdentity,
    scope: connection.scope,
  });
}

function nameShape(name: RemoteName): JsonObject {
  return present({ name: name.name, from: name.from, at: timeText(name.atUs), note: name.note });
}

function requestShape({ method, url, status, count }: HttpExchange): JsonObject {
  return present({ method, url, status, count });
}
