import { NO_FILTER } from '../../model/filter.js';
import type { Container } from '../../model/process.js';
import type { PortUser, ServedPort } from '../../model/served-port.js';
import type { ServiceEdge, ServiceMap, ServiceNode } from '../../model/service-map.js';
import type { CaseDatabase } from '../database.js';
import type { Conversations } from './conversations.js';
import { declaredPorts } from './declared-ports.js';
import { processRef } from './process-rows.js';
import { textsIn, told } from './rows.js';
import { readServices } from './services.js';

interface ListenRow {
  readonly container: number | null;
  readonly node: string;
  readonly protocol: string;
  readonly port: number;
  readonly ips: string;
  readonly first_us: number | null;
  readonly last_us: number | null;
  readonly gone_us: number | null;
  readonly is_new: number | null;
  readonly id: number;
  readonly exec_id: string;
  readonly pid: number;
  readonly binary: string | null;
  readonly arguments: string | null;
}

const LISTEN_ROWS = `
  with seen as materialized (
    select connection, max(last_us) as last_us, min(absent_us is not null) as is_new from instance_socket where direction = 'listen' group by connection)
  select n.container, n.node, n.protocol, n.local_port as port, json_group_array(distinct n.local_ip) as ips, min(n.opened_us) as first_us,
    max(s.last_us) as last_us, case when count(n.closed_us) = count(*) then max(n.closed_us) end as gone_us, min(s.is_new) as is_new,
    p.id, p.exec_id, p.pid, p.binary, p.arguments
  from connection n join process p on p.id = n.process left join seen s on s.connection = n.id
  where n.direction = 'listen' and n.local_port > 0 group by n.container, n.node, n.protocol, n.local_port order by min(n.id)`;

/** Every port that is listened on, used or declared, by container and port. Two passes over the connections. */
export function readServedPorts(
  database: CaseDatabase,
  all: Conversations,
  containers: ReadonlyMap<number, Container>,
): readonly ServedPort[] {
  const declared = declaredPorts(database, containers);
  const map = readServices(database, all, containers, { filter: NO_FILTER, by: 'container' });
  const users = usersByPort(map, () => true);
  const ports = new Map<string, ServedPort>();
  const keep = (port: Omit<ServedPort, 'users' | 'useCount' | 'isDeclared'>) => {
    const key = keyOf(port);
    const by = users.get(key) ?? [];
    const known = port.containerId === undefined ? undefined : declared.get(port.containerId);
    const isDeclared = known?.has(`${port.port}/${port.protocol}`);
    const useCount = by.reduce((total, { connections }) => total + connections, 0);
    ports.set(key, { ...port, users: by, useCount, ...(isDeclared === undefined ? {} : { isDeclared }) });
  };
  for (const row of database.prepare<[], ListenRow>(LISTEN_ROWS).all()) keep(listened(row));
  const others = [...usersByPort(map, wasAnswered).keys(), ...declaredKeys(declared, containers)].map(placeIn);
  for (const other of others) if (!ports.has(keyOf(other))) keep({ ...other, ips: [], isListening: false });
  return [...ports.values()].sort(comparePorts);
}

function listened(row: ListenRow): Omit<ServedPort, 'users' | 'useCount' | 'isDeclared'> {
  const ips = textsIn(row.ips);
  const isEverywhere = ips.length === 0 || ips.some((ip) => ip === '0.0.0.0' || ip === '::');
  return {
    ...told({ containerId: row.container, firstUs: row.first_us, lastUs: row.last_us, goneUs: row.gone_us }),
    ...(row.is_new === null ? {} : { isNew: row.is_new === 1 }),
    node: row.node,
    protocol: row.protocol,
    port: row.port,
    ips: isEverywhere ? [] : ips,
    isListening: true,
    // A pid of 0 stands for a container that reported the listener without a process.
    ...(row.pid === 0 ? {} : { process: processRef(row) }),
  };
}

type PortPlace = Pick<ServedPort, 'containerId' | 'node' | 'protocol' | 'port'>;

function keyOf({ containerId, node, protocol, port }: PortPlace): string {
  return JSON.stringify([containerId ?? null, node, protocol, port]);
}

function placeIn(key: string): PortPlace {
  const [containerId, node, protocol, port]: [number | null, string, string, number] = JSON.parse(key);
  return { ...(containerId === null ? {} : { containerId }), node, protocol, port };
}

/** An attempt is told like a call that was answered, by agents that see only the caller. What a heartbeat shows was answered. */
function wasAnswered({ seenBy, heartbeats }: ServiceEdge): boolean {
  return seenBy !== 'caller' || heartbeats.caller > 0;
}

function usersByPort(map: ServiceMap, isUse: (edge: ServiceEdge) => boolean): ReadonlyMap<string, readonly PortUser[]> {
  const nodes = new Map(map.nodes.map((node) => [node.id, node]));
  const users = new Map<string, PortUser[]>();
  for (const { from, to, protocol, port, connections } of map.edges.filter(isUse)) {
    const server = nodes.get(to);
    const user = nodes.get(from);
    const place = server === undefined ? undefined : placeOf(server);
    if (user === undefined || place === undefined || port === 0) continue;
    const key = keyOf({ ...place, protocol, port });
    const one = { id: user.id, kind: user.kind, label: user.label, connections };
    const known = users.get(key);
    if (known === undefined) users.set(key, [one]);
    else known.push(one);
  }
  return new Map([...users].map(([key, by]) => [key, by.sort((a, b) => b.connections - a.connections || (a.id < b.id ? -1 : 1))]));
}

function placeOf({ kind, containers, node }: ServiceNode): Pick<ServedPort, 'containerId' | 'node'> | undefined {
  const [containerId] = containers;
  if (node === undefined || (kind !== 'container' && kind !== 'host')) return undefined;
  return { ...(containerId === undefined ? {} : { containerId }), node };
}

function declaredKeys(declared: ReadonlyMap<number, ReadonlySet<string>>, containers: ReadonlyMap<number, Container>): readonly string[] {
  return [...declared].flatMap(([containerId, ports]) =>
    [...ports].map((text) => {
      const [port = '', protocol = ''] = text.split('/');
      return keyOf({ containerId, node: containers.get(containerId)?.node ?? '', protocol, port: Number(port) });
    }),
  );
}

function comparePorts(a: ServedPort, b: ServedPort): number {
  return (
    (a.containerId ?? -1) - (b.containerId ?? -1) ||
    (a.node < b.node ? -1 : Number(a.node > b.node)) ||
    a.port - b.port ||
    (a.protocol < b.protocol ? -1 : 1)
  );
}
