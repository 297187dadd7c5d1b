import type { SeenBy, ServiceEdge, ServiceMap, ServiceNode } from '../service-map.js';
import type { TimeUs } from '../time.js';

/** Connections with the same ends and port as one end tells them. */
export interface Conversation {
  /** Its own end, and the other. */
  readonly owner: ServiceNode;
  readonly other: ServiceNode;
  readonly direction: 'outbound' | 'inbound';
  readonly protocol: string;
  readonly port: number;
  readonly connections: number;
  /** Of these, those whose other end has a row of its own. */
  readonly paired: number;
  readonly attempts: number;
  // There are tens of thousands: each has all fields, so that V8 keeps them as one shape.
  readonly firstUs: TimeUs | undefined;
  readonly lastUs: TimeUs | undefined;
  readonly bytesSent: number | undefined;
  readonly bytesReceived: number | undefined;
  /** Connections that no heartbeat was seen without, or that other sources tell of. */
  readonly fromTheStart: number;
  /** Those that only heartbeats tell of. */
  readonly sampled: number;
  /** Rows of heartbeats that show it, by the end whose they are. */
  readonly heartbeats: { readonly caller: number; readonly server: number };
  /** Whether the one that is called declares the port. */
  readonly isDeclared: boolean | undefined;
}

/** What is known while an edge is put together. */
interface Draft {
  readonly from: string;
  readonly to: string;
  readonly parts: Conversation[];
}

/** The map of these conversations. What both ends tell is one edge. */
export function drawMap(conversations: readonly Conversation[], leftOut: ServiceMap['leftOut']): ServiceMap {
  const drafts = new Map<string, Draft>();
  const nodes = new Map<string, Set<ServiceNode>>();
  for (const part of conversations) {
    const [from, to] = part.direction === 'outbound' ? [part.owner, part.other] : [part.other, part.owner];
    for (const node of [from, to]) {
      // A party may have a hundred thousand conversations, of which most name it by the same value.
      const known = nodes.get(node.id);
      if (known === undefined) nodes.set(node.id, new Set([node]));
      else known.add(node);
    }
    const key = `${part.port} ${part.protocol} ${from.id.length} ${from.id} ${to.id}`;
    const draft = drafts.get(key) ?? { from: from.id, to: to.id, parts: [] };
    draft.parts.push(part);
    drafts.set(key, draft);
  }
  return {
    nodes: [...nodes.values()].map((same) => united([...same])).sort((a, b) => compare(a.id, b.id)),
    edges: [...drafts.values()].map(edgeOf).sort(compareEdges),
    leftOut,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function compareEdges(a: ServiceEdge, b: ServiceEdge): number {
  return compare(a.from, b.from) || compare(a.to, b.to) || a.port - b.port || compare(a.protocol, b.protocol);
}

/** One node of all that were given for it: replicas of a workload, addresses of a name. */
function united(nodes: readonly ServiceNode[]): ServiceNode {
  const [first] = nodes;
  if (first === undefined) throw new Error('a node of the map has a conversation');
  const same = <Key extends 'node' | 'pod' | 'image' | 'commit'>(key: Key): Pick<ServiceNode, Key> | undefined =>
    nodes.every((node) => node[key] === first[key]) ? first : undefined;
  const { node: _, pod: __, image: ___, commit: ____, ...rest } = first;
  const [node, pod, image, commit] = [same('node')?.node, same('pod')?.pod, same('image')?.image, same('commit')?.commit];
  return {
    ...rest,
    ...(node === undefined ? {} : { node }),
    ...(pod === undefined ? {} : { pod }),
    ...(image === undefined ? {} : { image }),
    ...(commit === undefined ? {} : { commit }),
    containers: [...new Set(nodes.flatMap(({ containers }) => containers))].sort((a, b) => a - b),
    addresses: [...new Set(nodes.flatMap(({ addresses }) => addresses))].sort(),
  };
}

function edgeOf({ from, to, parts }: Draft): ServiceEdge {
  const outbound = parts.filter(({ direction }) => direction === 'outbound');
  const inbound = parts.filter(({ direction }) => direction === 'inbound');
  const [first] = parts;
  const heartbeats = { caller: sum(parts, (part) => part.heartbeats.caller), server: sum(parts, (part) => part.heartbeats.server) };
  const firstUs = least(parts.map((part) => part.firstUs));
  const lastUs = greatest(parts.map((part) => part.lastUs));
  const sent = bytes(outbound, inbound, 'bytesSent', 'bytesReceived');
  const received = bytes(outbound, inbound, 'bytesReceived', 'bytesSent');
  const declared = parts.map(({ isDeclared }) => isDeclared).filter((one) => one !== undefined);
  const isSampled = parts.every((part) => part.sampled === part.connections);
  return {
    from,
    to,
    protocol: first?.protocol ?? '',
    port: first?.port ?? 0,
    connections: sum(outbound, (part) => part.connections) + sum(inbound, (part) => part.connections - part.paired),
    attempts: sum(outbound, (part) => part.attempts) + sum(inbound, (part) => part.attempts - part.paired),
    ...(firstUs === undefined ? {} : { firstUs }),
    ...(lastUs === undefined ? {} : { lastUs }),
    ...(sent === undefined ? {} : { bytesSent: sent }),
    ...(received === undefined ? {} : { bytesReceived: received }),
    seenBy: seenBy(parts),
    ...(declared.length === 0 ? {} : { isDeclared: declared.some(Boolean) }),
    ...(isSampled ? { isNew: parts.every((part) => part.fromTheStart === 0) } : {}),
    heartbeats,
  };
}

function seenBy(parts: readonly Conversation[]): SeenBy {
  const byCaller = parts.some(({ direction, heartbeats }) => direction === 'outbound' || heartbeats.caller > 0);
  const byServer = parts.some(({ direction, heartbeats }) => direction === 'inbound' || heartbeats.server > 0);
  if (byCaller && byServer) return 'both';
  return byCaller ? 'caller' : 'server';
}

function sum(parts: readonly Conversation[], of: (part: Conversation) => number): number {
  return parts.reduce((total, part) => total + of(part), 0);
}

function least(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce((found, value) => (found === undefined || (value !== undefined && value < found) ? value : found), undefined);
}

function greatest(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce((found, value) => (found === undefined || (value !== undefined && value > found) ? value : found), undefined);
}

type Bytes = 'bytesSent' | 'bytesReceived';

/** What the caller says counts; where it says nothing, the other way round what the server says. */
function bytes(outbound: readonly Conversation[], inbound: readonly Conversation[], own: Bytes, others: Bytes): number | undefined {
  const told = outbound.flatMap((part) => part[own] ?? []);
  const values = told.length > 0 ? told : inbound.flatMap((part) => part[others] ?? []);
  return values.length === 0 ? undefined : values.reduce((total, value) => total + value, 0);
}
