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

/** The map of these conversations. What both ends tell is one edge. */
export function drawMap(conversations: readonly Conversation[], leftOut: ServiceMap['leftOut']): ServiceMap {
  const nodes = new Nodes();
  // Numbers for keys: texts put together for each of tens of thousands would cost more than all else.
  const protocols = new Map<string, number>();
  const edges = new Map<number, Map<number, EdgeSum>>();
  for (const part of conversations) {
    const [from, to] = part.direction === 'outbound' ? [part.owner, part.other] : [part.other, part.owner];
    const ends = nodes.placeOf(from) * MOST_NODES + nodes.placeOf(to);
    const between = edges.get(ends) ?? new Map<number, EdgeSum>();
    if (between.size === 0) edges.set(ends, between);
    const protocol = protocols.get(part.protocol) ?? protocols.size;
    if (protocol === protocols.size) protocols.set(part.protocol, protocol);
    const port = protocol * PORTS + part.port;
    const known = between.get(port);
    const edge = known ?? new EdgeSum(from.id, to.id, part);
    if (known === undefined) between.set(port, edge);
    edge.add(part);
  }
  return {
    nodes: nodes.united().sort((a, b) => compare(a.id, b.id)),
    edges: [...edges.values()].flatMap((between) => [...between.values()].map((edge) => edge.edge())).sort(compareEdges),
    leftOut,
  };
}

const MOST_NODES = 2 ** 26;
const PORTS = 65_536;

/** Nodes by id, each with all that were given for it. */
class Nodes {
  readonly #byId = new Map<string, number>();
  readonly #same: Set<ServiceNode>[] = [];
  /** A party may have a hundred thousand conversations, of which most name it by the same value. */
  readonly #places = new Map<ServiceNode, number>();

  /** The number of its id, from 0. */
  placeOf(node: ServiceNode): number {
    const known = this.#places.get(node);
    if (known !== undefined) return known;
    const place = this.#byId.get(node.id) ?? this.#same.push(new Set()) - 1;
    this.#byId.set(node.id, place);
    this.#places.set(node, place);
    this.#same[place]?.add(node);
    return place;
  }

  united(): ServiceNode[] {
    return this.#same.map((same) => united([...same]));
  }
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

/** What the conversations of an edge add up to. What was not told of any is undefined. */
class EdgeSum {
  readonly #from: string;
  readonly #to: string;
  readonly #of: Pick<Conversation, 'protocol' | 'port'>;
  #connections = 0;
  #attempts = 0;
  #callerRows = 0;
  #serverRows = 0;
  #firstUs: TimeUs | undefined;
  #lastUs: TimeUs | undefined;
  /** As the caller tells them. */
  #sent: number | undefined;
  #received: number | undefined;
  /** As the one that is called does. */
  #servedSent: number | undefined;
  #servedReceived: number | undefined;
  #isDeclared: boolean | undefined;
  #isSampled = true;
  #isNew = true;
  #isToldByCaller = false;
  #isToldByServer = false;

  constructor(from: string, to: string, of: Pick<Conversation, 'protocol' | 'port'>) {
    this.#from = from;
    this.#to = to;
    this.#of = of;
  }

  add(part: Conversation): void {
    const { direction, heartbeats, firstUs, lastUs, isDeclared } = part;
    // What both ends tell counts once.
    const counted = direction === 'outbound' ? 0 : part.paired;
    this.#connections += part.connections - counted;
    this.#attempts += part.attempts - counted;
    this.#callerRows += heartbeats.caller;
    this.#serverRows += heartbeats.server;
    if (firstUs !== undefined && !(firstUs >= (this.#firstUs ?? Number.NaN))) this.#firstUs = firstUs;
    if (lastUs !== undefined && !(lastUs <= (this.#lastUs ?? Number.NaN))) this.#lastUs = lastUs;
    if (direction === 'outbound') {
      this.#sent = sumOf(this.#sent, part.bytesSent);
      this.#received = sumOf(this.#received, part.bytesReceived);
    } else {
      this.#servedSent = sumOf(this.#servedSent, part.bytesSent);
      this.#servedReceived = sumOf(this.#servedReceived, part.bytesReceived);
    }
    if (isDeclared !== undefined) this.#isDeclared = this.#isDeclared === true || isDeclared;
    if (part.sampled !== part.connections) this.#isSampled = false;
    if (part.fromTheStart !== 0) this.#isNew = false;
    if (direction === 'outbound' || heartbeats.caller > 0) this.#isToldByCaller = true;
    if (direction === 'inbound' || heartbeats.server > 0) this.#isToldByServer = true;
  }

  edge(): ServiceEdge {
    // What the caller says counts; where it says nothing, the other way round what the server says.
    const [sent, received] = [this.#sent ?? this.#servedReceived, this.#received ?? this.#servedSent];
    return {
      from: this.#from,
      to: this.#to,
      protocol: this.#of.protocol,
      port: this.#of.port,
      connections: this.#connections,
      attempts: this.#attempts,
      ...(this.#firstUs === undefined ? {} : { firstUs: this.#firstUs }),
      ...(this.#lastUs === undefined ? {} : { lastUs: this.#lastUs }),
      ...(sent === undefined ? {} : { bytesSent: sent }),
      ...(received === undefined ? {} : { bytesReceived: received }),
      seenBy: this.#seenBy(),
      ...(this.#isDeclared === undefined ? {} : { isDeclared: this.#isDeclared }),
      ...(this.#isSampled ? { isNew: this.#isNew } : {}),
      heartbeats: { caller: this.#callerRows, server: this.#serverRows },
    };
  }

  #seenBy(): SeenBy {
    if (this.#isToldByCaller && this.#isToldByServer) return 'both';
    return this.#isToldByCaller ? 'caller' : 'server';
  }
}

function sumOf(sum: number | undefined, more: number | undefined): number | undefined {
  return more === undefined ? sum : (sum ?? 0) + more;
}
