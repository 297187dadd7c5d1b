import type { Container, Process } from '../../model/process.js';
import type { ServedPort } from '../../model/served-port.js';
import type { UsageRow } from '../../model/usage.js';
import { type ListViewState, UNTOUCHED } from '../lists/list-parts.js';
import { type ListRows, NO_ROWS } from '../lists/list-rows.js';
import { selectedIn } from '../lists/list-state.js';

/** What comes first: by where it ran, by its start, by how much came late, by how many processes. */
export const CONTAINER_ORDERS = ['place', 'start', 'late', 'processes'] as const;
export type ContainerOrder = (typeof CONTAINER_ORDERS)[number];

/** What all containers are drawn from, besides themselves. */
export interface ContainerFacts {
  /** Ports by row of the container. */
  readonly ports: ReadonlyMap<number, readonly ServedPort[]>;
  /** True where there are too many connections to work the ports out while somebody waits. */
  readonly arePortsLeftOut: boolean;
  /** What each used over time, by row of the container. */
  readonly usage: ReadonlyMap<number, UsageRow>;
}

/** What the details of the selected container are drawn from, besides itself. */
export interface ContainerDetails {
  readonly containerId: number;
  readonly main?: Process;
  /** Plainly late or entered, by start; the first of them. */
  readonly late: readonly Process[];
}

/** The state of the containers view. */
export interface ContainersState extends ListViewState {
  readonly order: ContainerOrder;
  /** In order. Absent: to be read. */
  readonly containers?: readonly Container[];
  readonly facts: ContainerFacts;
  readonly rows: ListRows;
  readonly details?: ContainerDetails;
  /** Row of the container to select once they are known. */
  readonly wanted?: number;
}

/** Before anything was read. */
export const NO_CONTAINERS: ContainersState = {
  ...UNTOUCHED,
  order: 'place',
  facts: { ports: new Map(), usage: new Map(), arePortsLeftOut: false },
  rows: NO_ROWS,
};

/** The state with these containers, in its order. */
export function withContainers(state: ContainersState, containers: readonly Container[]): ContainersState {
  const sorted = state.order === 'place' ? containers : [...containers].sort(COMPARED[state.order]);
  const names = sorted.map(({ node, containerId }) => `${node}/${containerId}`);
  const places = new Map(names.map((name, place) => [name, place]));
  const rows = { length: names.length, nameAt: (place: number) => names[place], placeOf: (name: string) => places.get(name) ?? -1 };
  return { ...state, containers: sorted, rows };
}

const COMPARED: Readonly<Record<Exclude<ContainerOrder, 'place'>, (a: Container, b: Container) => number>> = {
  start: (a, b) => (a.startedAtUs ?? Number.MAX_SAFE_INTEGER) - (b.startedAtUs ?? Number.MAX_SAFE_INTEGER),
  late: (a, b) => b.lateCount - a.lateCount,
  processes: (a, b) => b.processCount - a.processCount,
};

/** The selected container. */
export function selectedContainer(state: ContainersState): Container | undefined {
  return state.containers?.[selectedIn(state, state.rows)];
}

/** The state on the container that was looked at before. */
export function withWanted(state: ContainersState): ContainersState {
  const { wanted, ...rest } = state;
  if (wanted === undefined || state.containers === undefined) return state;
  const selected = state.rows.nameAt(state.containers.findIndex(({ id }) => id === wanted));
  return selected === undefined ? rest : { ...rest, selected, detailsTop: 0 };
}
