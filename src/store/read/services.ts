import type { Filter } from '../../model/filter.js';
import { type Conversation, drawMap } from '../../model/link/draw-map.js';
import type { Container } from '../../model/process.js';
import type { ServiceGrouping, ServiceMap, ServiceNode } from '../../model/service-map.js';
import type { CaseDatabase } from '../database.js';
import type { ConversationRow, Conversations } from './conversations.js';
import { declaredPorts } from './declared-ports.js';
import { textsIn } from './rows.js';

/** Characters of a container's id that tell it from others, as runtimes' own tools print it. */
const SHORT_ID = 12;

/** Who talks to whom, of connections that match. */
export function readServices(
  database: CaseDatabase,
  all: Conversations,
  containers: ReadonlyMap<number, Container>,
  { filter, by }: { readonly filter: Filter; readonly by: ServiceGrouping },
): ServiceMap {
  const { rows, leftOut } = all.of(filter);
  const parties = new Parties(containers, by, { names: namesByAddress(rows), gateways: gateways(database) });
  const declared = declaredPorts(database, containers);
  const conversations = rows.map((row): Conversation => {
    const server = row.direction === 'inbound' ? row.container : row.remote_container;
    const ports = server === null ? undefined : declared.get(server);
    return conversationOf(row, parties.owner(row), parties.other(row), ports?.has(`${row.port}/${row.protocol}`));
  });
  return toldApart(drawMap(conversations, leftOut));
}

/** Replicas of one image have one label: their ids go with it. */
function toldApart(map: ServiceMap): ServiceMap {
  const seen = new Map<string, number>();
  for (const { label } of map.nodes) seen.set(label, (seen.get(label) ?? 0) + 1);
  const nodes = map.nodes.map((node) => ((seen.get(node.label) ?? 0) > 1 ? { ...node, label: `${node.label} (${node.id})` } : node));
  return { ...map, nodes };
}

function conversationOf(row: ConversationRow, owner: ServiceNode, other: ServiceNode, isDeclared: boolean | undefined): Conversation {
  return {
    owner,
    other,
    direction: row.direction,
    protocol: row.protocol,
    port: row.port ?? 0,
    connections: row.connections,
    paired: row.paired,
    attempts: row.attempts,
    firstUs: row.first_us ?? undefined,
    lastUs: row.last_us ?? undefined,
    bytesSent: row.bytes_sent ?? undefined,
    bytesReceived: row.bytes_received ?? undefined,
    sampled: row.sampled,
    fromTheStart: row.from_start,
    heartbeats: { caller: row.caller_rows, server: row.server_rows },
    isDeclared,
  };
}

/** The one name that an address has; none where it has several. */
function namesByAddress(rows: readonly ConversationRow[]): ReadonlyMap<string, string> {
  const names = new Map<string, Set<string>>();
  for (const { remote_ip: ip, name } of rows) if (name !== null) names.set(ip, (names.get(ip) ?? new Set()).add(name));
  return new Map([...names].flatMap(([ip, [name, ...others]]) => (name === undefined || others.length > 0 ? [] : [[ip, name]])));
}

function gateways(database: CaseDatabase): ReadonlySet<string> {
  return new Set(database.prepare<[], string>('select gateways from instance').pluck().all().flatMap(textsIn));
}

/** What each end of a conversation is on the map. */
class Parties {
  readonly #containers: ReadonlyMap<number, Container>;
  readonly #by: ServiceGrouping;
  readonly #outside: { readonly names: ReadonlyMap<string, string>; readonly gateways: ReadonlySet<string> };
  /** Made once: a container may have a hundred thousand conversations. */
  readonly #known = new Map<number, ServiceNode>();
  readonly #strangers = { external: new Map<string, ServiceNode>(), private: new Map<string, ServiceNode>() };

  constructor(
    containers: ReadonlyMap<number, Container>,
    by: ServiceGrouping,
    outside: { readonly names: ReadonlyMap<string, string>; readonly gateways: ReadonlySet<string> },
  ) {
    this.#containers = containers;
    this.#by = by;
    this.#outside = outside;
  }

  owner({ container, node }: ConversationRow): ServiceNode {
    const known = container === null ? undefined : this.#containers.get(container);
    return known === undefined
      ? { id: `host:${node}`, kind: 'host', label: node, node, containers: [], addresses: [] }
      : this.#inside(known);
  }

  other(row: ConversationRow): ServiceNode {
    const known = row.remote_container === null ? undefined : this.#containers.get(row.remote_container);
    if (known !== undefined) return this.#inside(known);
    const { remote_ip: ip, remote_namespace: namespace, remote_pod: pod, remote_workload: workload } = row;
    if (pod !== null || workload !== null) {
      const place = {
        ...(namespace === null ? {} : { namespace }),
        ...(pod === null ? {} : { pod }),
        ...(workload === null ? {} : { workload }),
      };
      return { ...this.#ofPod(place), containers: [], addresses: [ip] };
    }
    return this.#unknown(ip, row.scope);
  }

  #unknown(ip: string, told: string | null): ServiceNode {
    const scope = told === 'external' ? 'external' : 'private';
    const known = this.#strangers[scope].get(ip) ?? this.#stranger(ip, scope);
    this.#strangers[scope].set(ip, known);
    return known;
  }

  #stranger(ip: string, scope: 'external' | 'private'): ServiceNode {
    const name = this.#outside.names.get(ip);
    const basics = { scope, containers: [], addresses: [ip] } as const;
    if (this.#outside.gateways.has(ip)) return { ...basics, id: `gateway:${ip}`, kind: 'gateway', label: `gateway ${ip}` };
    if (name !== undefined) return { ...basics, id: `name:${name}`, kind: 'name', label: name };
    return { ...basics, id: `address:${ip}`, kind: 'address', label: ip };
  }

  #inside(container: Container): ServiceNode {
    const node = this.#known.get(container.id) ?? this.#ofContainer(container);
    this.#known.set(container.id, node);
    return node;
  }

  #ofContainer(container: Container): ServiceNode {
    const { image, commit, node } = container;
    const details = {
      node,
      containers: [container.id],
      addresses: container.addresses,
      ...(image === undefined ? {} : { image }),
      ...(commit === undefined ? {} : { commit }),
    };
    if (this.#by !== 'container' && (container.pod !== undefined || container.workload !== undefined))
      return { ...this.#ofPod(container), ...details };
    const id = container.containerId.slice(0, SHORT_ID);
    const place = [container.namespace, container.pod, container.name ?? id].filter((part) => part !== undefined && part !== '').join('/');
    return {
      id: `container:${id === '' ? place : id}`,
      kind: 'container',
      label: container.pod === undefined ? (container.name ?? container.image ?? id) : place,
      ...podOf(container),
      ...details,
    };
  }

  #ofPod(
    place: Pick<Container, 'namespace' | 'pod' | 'workload'>,
  ): Pick<ServiceNode, 'id' | 'kind' | 'label' | 'namespace' | 'pod' | 'workload'> {
    const { namespace, pod, workload } = place;
    const kind = workload !== undefined && (this.#by === 'workload' || pod === undefined) ? 'workload' : 'pod';
    const label = [namespace, kind === 'workload' ? workload : pod].filter((part) => part !== undefined).join('/');
    return { id: `${kind}:${label}`, kind, label, ...podOf(place) };
  }
}

function podOf({
  namespace,
  pod,
  workload,
}: Pick<Container, 'namespace' | 'pod' | 'workload'>): Pick<ServiceNode, 'namespace' | 'pod' | 'workload'> {
  return {
    ...(namespace === undefined ? {} : { namespace }),
    ...(pod === undefined ? {} : { pod }),
    ...(workload === undefined ? {} : { workload }),
  };
}
