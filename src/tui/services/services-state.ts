import type { ServedPort } from '../../model/served-port.js';
import { SERVICE_GROUPINGS, type ServiceEdge, type ServiceGrouping, type ServiceMap, type ServiceNode } from '../../model/service-map.js';
import { type ListViewState, UNTOUCHED } from '../lists/list-parts.js';
import { type ListRows, NO_ROWS } from '../lists/list-rows.js';
import { selectedIn } from '../lists/list-state.js';
import type { Focus } from '../view.js';

/** What comes first: what nobody declared or what is new, what was called most, most bytes, what began first. */
export const EDGE_ORDERS = ['oddness', 'calls', 'bytes', 'time'] as const;
export type EdgeOrder = (typeof EDGE_ORDERS)[number];

/** The state of the map of services. */
export interface ServicesState extends ListViewState {
  readonly grouping: ServiceGrouping;
  readonly order: EdgeOrder;
  /** Absent: to be read. */
  readonly map?: ServiceMap;
  readonly nodes: ReadonlyMap<string, ServiceNode>;
  /** In order. */
  readonly edges: readonly ServiceEdge[];
  /** Of all parties, whatever a filter keeps. Absent: to be read. */
  readonly ports?: readonly ServedPort[];
  readonly rows: ListRows;
  /** Whose neighbourhood is drawn: that of the caller or of the one that is called. */
  readonly side: 'from' | 'to';
  /** What to select once the map is known. */
  readonly wanted?: Focus;
}

/** Before anything was read. */
export const NO_SERVICES: ServicesState = {
  ...UNTOUCHED,
  grouping: SERVICE_GROUPINGS[0] ?? 'workload',
  order: 'oddness',
  nodes: new Map(),
  edges: [],
  rows: NO_ROWS,
  side: 'to',
};

/** The state with this map, its edges in order. */
export function withMap(state: ServicesState, map: ServiceMap): ServicesState {
  const edges = [...map.edges].sort(COMPARED[state.order]);
  const names = edges.map(edgeName);
  const places = new Map(names.map((name, place) => [name, place]));
  const rows = { length: names.length, nameAt: (place: number) => names[place], placeOf: (name: string) => places.get(name) ?? -1 };
  return { ...state, map, edges, rows, nodes: labelled(map.nodes) };
}

/** Where all parties are of one namespace, their labels do without it. */
function labelled(nodes: readonly ServiceNode[]): ReadonlyMap<string, ServiceNode> {
  const namespaces = new Set(nodes.flatMap(({ namespace }) => namespace ?? []));
  const [only] = namespaces;
  const shortened = (label: string): string =>
    namespaces.size === 1 && label.startsWith(`${only}/`) ? label.slice(`${only}/`.length) : label;
  return new Map(nodes.map((node) => [node.id, { ...node, label: shortened(node.label) }]));
}

function edgeName({ from, to, protocol, port }: ServiceEdge): string {
  return `${from} ${to} ${port}/${protocol}`;
}

const COMPARED: Readonly<Record<EdgeOrder, (a: ServiceEdge, b: ServiceEdge) => number>> = {
  oddness: (a, b) => oddness(b) - oddness(a) || b.attempts - a.attempts,
  calls: (a, b) => b.attempts - a.attempts,
  bytes: (a, b) => bytes(b) - bytes(a),
  time: (a, b) => (a.firstUs ?? Number.MAX_SAFE_INTEGER) - (b.firstUs ?? Number.MAX_SAFE_INTEGER),
};

function oddness({ isDeclared, isNew }: ServiceEdge): number {
  return (isDeclared === false ? 2 : 0) + (isNew === true ? 1 : 0);
}

function bytes({ bytesSent = 0, bytesReceived = 0 }: ServiceEdge): number {
  return bytesSent + bytesReceived;
}

/** The selected edge. */
export function selectedEdge(state: ServicesState): ServiceEdge | undefined {
  return state.edges[selectedIn(state, state.rows)];
}

/** The party whose neighbourhood is drawn. */
export function drawnNode(state: ServicesState): ServiceNode | undefined {
  return state.nodes.get(selectedEdge(state)?.[state.side] ?? '');
}

/** The state on an edge of the container that was looked at before: one that it calls by, else one that it is called by. */
export function withWanted(state: ServicesState): ServicesState {
  const { wanted, ...rest } = state;
  const containerId = wanted?.containerId;
  if (wanted === undefined || state.map === undefined) return state;
  if (containerId === undefined) return rest;
  const holds = (id: string): boolean => state.nodes.get(id)?.containers.includes(containerId) === true;
  const calling = state.edges.findIndex(({ from }) => holds(from));
  const place = calling >= 0 ? calling : state.edges.findIndex(({ to }) => holds(to));
  const selected = state.rows.nameAt(place);
  return selected === undefined ? rest : { ...rest, selected, side: calling >= 0 ? 'from' : 'to', detailsTop: 0 };
}
