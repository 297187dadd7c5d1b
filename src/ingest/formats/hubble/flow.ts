import { canonicalAddress } from '../../../model/address.js';
import type { FlowFact } from '../../../model/flow.js';
import { flowClient } from '../../../model/link/flow-client.js';
import type { EventRecord, ProcessDescription, SocketEnd } from '../../../model/record.js';
import { type Instant, parseTime } from '../../../model/time.js';
import { booleanOf, integerOf, type JsonObject, objectOf, present, textOf } from '../json-value.js';
import { clusterNamed, type KnownParties, type KnownParty, nodeProcess } from './endpoint.js';
import { dnsOf, httpOf } from './layer7.js';

/** Where and when a flow was seen, as what stands around it says. */
export interface FlowPlace {
  readonly node: string;
  readonly cluster?: string | undefined;
  readonly time?: Instant | undefined;
}

/** What a flow says. *Source:* cilium api/v1/flow/flow.proto, message Flow; exporters may leave out any field. */
export function flowRecord(flow: JsonObject, place: FlowPlace, parties: KnownParties): EventRecord {
  const { protocol, ports, tcpFlags } = layer4(flow);
  const addresses = objectOf(flow.IP);
  const source = endOf(addresses?.source, ports.source);
  const destination = endOf(addresses?.destination, ports.destination);
  const l7 = objectOf(flow.l7) ?? {};
  const http = httpOf(l7);
  const cluster = clusterOf(flow, place);
  const from = parties.of(flow.source, { cluster, names: flow.source_names, service: flow.source_service });
  const to = parties.of(flow.destination, { cluster, names: flow.destination_names, service: flow.destination_service });
  const fact: FlowFact = {
    protocol,
    source: { ...present('address', source), party: from.party },
    destination: { ...present('address', destination), party: to.party },
    ...present('isReply', isReplyOf(flow)),
    ...present('verdict', textOf(flow.verdict)?.toLowerCase()),
    ...present('dropReason', dropReasonOf(flow)),
    tcpFlags,
    ...present('direction', directionOf(flow)),
    ...present('http', http),
    ...present('summary', textOf(flow.Summary)),
  };
  const [process, other] = actors(fact, [from, to]) ?? [nodeProcess(place.node, cluster)];
  const { warnings, time } = timeOf(flow, place);
  return {
    kind: kindOf(l7),
    ...present('time', time),
    node: place.node,
    ...present('cluster', cluster),
    process,
    ancestors: other === undefined ? [] : [other],
    ...present('dns', dnsOf(l7, source, destination)),
    flow: fact,
    count: 1,
    droppedEvents: 0,
    warnings,
  };
}

/** The cluster of an end that does not name its own. */
function clusterOf(flow: JsonObject, place: FlowPlace): string | undefined {
  return clusterNamed(objectOf(flow.source)) ?? clusterNamed(objectOf(flow.destination)) ?? place.cluster;
}

/** Flows of requests are counted by what they carry. */
function kindOf(l7: JsonObject): string {
  const carried = ['dns', 'http', 'kafka'].find((protocol) => objectOf(l7[protocol]) !== undefined);
  return carried === undefined ? 'flow' : `flow.l7.${carried}`;
}

interface Layer4 {
  readonly protocol: string;
  readonly ports: { readonly source: unknown; readonly destination: unknown };
  readonly tcpFlags: readonly string[];
}

/** The protocol is the name of the only field: `{"TCP":{…}}`. */
function layer4(flow: JsonObject): Layer4 {
  const [[name, value] = ['', undefined]] = Object.entries(objectOf(flow.l4) ?? {});
  const header = objectOf(value);
  const flags = objectOf(header?.flags) ?? {};
  return {
    protocol: name.toLowerCase(),
    ports: { source: header?.source_port, destination: header?.destination_port },
    tcpFlags: Object.keys(flags).filter((flag) => flags[flag] === true),
  };
}

function endOf(ip: unknown, port: unknown): SocketEnd | undefined {
  const address = typeof ip === 'string' ? canonicalAddress(ip) : undefined;
  return address === undefined ? undefined : { ip: address, port: integerOf(port) ?? 0 };
}

/** Since Cilium 1.10 a wrapped truth that may be absent; before that a bare one that is left out for false. */
function isReplyOf(flow: JsonObject): boolean | undefined {
  const told = booleanOf(flow.is_reply) ?? booleanOf(objectOf(flow.is_reply)?.value);
  return told ?? (flow.reply === true ? true : undefined);
}

function dropReasonOf(flow: JsonObject): string | undefined {
  const described = textOf(flow.drop_reason_desc);
  if (described !== undefined && described !== 'DROP_REASON_UNKNOWN') return described;
  const number = integerOf(flow.drop_reason);
  return number === undefined || number === 0 ? undefined : `reason ${number}`;
}

function directionOf(flow: JsonObject): 'ingress' | 'egress' | undefined {
  if (flow.traffic_direction === 'INGRESS') return 'ingress';
  return flow.traffic_direction === 'EGRESS' ? 'egress' : undefined;
}

/** Who the flow is about: the pod that began, else the one that answers; and the other pod. Nothing where no pod takes part. */
function actors(
  flow: FlowFact,
  [from, to]: readonly [KnownParty, KnownParty],
): readonly [ProcessDescription, ProcessDescription?] | undefined {
  const ports = { sourcePort: flow.source.address?.port ?? 0, destinationPort: flow.destination.address?.port ?? 0 };
  const [client, server] = flowClient({ ...flow, ...ports }).side === 'source' ? [from, to] : [to, from];
  const first = client.process ?? server.process;
  const second = first === client.process ? server.process : undefined;
  if (first === undefined) return undefined;
  return second === undefined || second.execId === first.execId ? [first] : [first, second];
}

function timeOf(flow: JsonObject, place: FlowPlace): { readonly time?: Instant | undefined; readonly warnings: readonly string[] } {
  const text = textOf(flow.time);
  const time = text === undefined ? place.time : (parseTime(text) ?? place.time);
  const isBad = text !== undefined && parseTime(text) === undefined;
  return { time, warnings: isBad ? ['its time is not an RFC 3339 time and was left out'] : [] };
}

/** True for an object that has what flows have, for exports without an envelope around them. */
export function isBareFlow(value: JsonObject): boolean {
  return [value.IP, value.l4, value.event_type].some((part) => objectOf(part) !== undefined);
}
