import type { Connection } from '../../model/connection.js';
import { type ConnectionGroup, type ConnectionGrouping, type ConnectionOrder, orderedGroups } from '../../model/connection-list.js';
import { type ListViewState, UNTOUCHED } from '../lists/list-parts.js';
import { selectedIn } from '../lists/list-state.js';
import { EMPTY_OUTLINE, type ItemNames, type Outline, outlineOf, plainOutline } from '../lists/outline.js';
import type { Focus } from '../view.js';

/** The state of the connections view. */
export interface ConnectionsState extends ListViewState {
  readonly grouping: ConnectionGrouping;
  readonly order: ConnectionOrder;
  /** In order. Absent: to be read; none where connections are not grouped. */
  readonly groups?: readonly ConnectionGroup[];
  /** Names of the open groups. */
  readonly open: ReadonlySet<string>;
  /** Connections of each open group by its name, in order; of all of them under `UNGROUPED`. */
  readonly ids: ReadonlyMap<string, Int32Array>;
  readonly outline: Outline;
  /** Connections of the screenful, by row. */
  readonly rows: ReadonlyMap<number, Connection | undefined>;
  /** What to select once it is known where it stands. */
  readonly wanted?: Focus;
  /** The connection that was selected when the case moved on: its row in this revision is to be found. */
  readonly lost?: Connection;
}

/** What all connections go by where they are not grouped. */
export const UNGROUPED = '';

/** Before anything was read. */
export const NO_CONNECTIONS: ConnectionsState = {
  ...UNTOUCHED,
  grouping: 'process',
  order: 'time',
  open: new Set(),
  ids: new Map(),
  outline: EMPTY_OUTLINE,
  rows: new Map(),
};

/** The state with everything that was read of the case to be read again. What is selected and open stays by name. */
export function unread(state: ConnectionsState): ConnectionsState {
  const { groups: _, ...rest } = state;
  return { ...rest, ids: new Map(), rows: new Map() };
}

/** The state with these groups, in its order. */
export function withGroups(state: ConnectionsState, groups: readonly ConnectionGroup[]): ConnectionsState {
  return withOutline({ ...state, groups: orderedGroups(groups, state.order) });
}

/** The state with a group opened or closed. */
export function withGroup(state: ConnectionsState, name: string, isOpen: boolean): ConnectionsState {
  const open = new Set(state.open);
  if (isOpen) open.add(name);
  else open.delete(name);
  return withOutline({ ...state, open });
}

/** The state with its rows worked out from groups, what is open and the connections read. */
export function withOutline(state: ConnectionsState): ConnectionsState {
  const { groups = [], open, ids, grouping } = state;
  if (grouping === 'none') {
    const all = ids.get(UNGROUPED);
    return { ...state, outline: plainOutline(all?.length ?? 0, namesIn([all])) };
  }
  return { ...state, outline: outlineOf(groups, open, namesIn(groups.map(({ name }) => (open.has(name) ? ids.get(name) : undefined)))) };
}

function namesIn(lists: readonly (Int32Array | undefined)[]): ItemNames {
  return {
    nameAt: ({ group, within }) => {
      const id = lists[group]?.[within];
      return id === undefined ? undefined : connectionName(id);
    },
    placeOf: (name) => {
      const id = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length)) : -1;
      for (const [group, list] of lists.entries()) {
        const within = list?.indexOf(id) ?? -1;
        if (within >= 0) return { group, within };
      }
      return undefined;
    },
  };
}

const PREFIX = 'connection ';

/** What a row of a connection is called. Holds within a revision, as the row does. */
export function connectionName(id: number): string {
  return `${PREFIX}${id}`;
}

/** What stands on a row. `connection` is absent until it was read. */
export type ListedRow =
  | { readonly kind: 'group'; readonly group: ConnectionGroup }
  | { readonly kind: 'connection'; readonly id: number; readonly connection?: Connection; readonly group?: ConnectionGroup };

/** The group or connection on a row. */
export function rowIn(state: ConnectionsState, place: number): ListedRow | undefined {
  const row = state.outline.rowAt(place);
  if (row === undefined) return undefined;
  const group = state.groups?.[row.group];
  if (row.kind === 'group') return group === undefined ? undefined : { kind: 'group', group };
  const id = state.ids.get(group?.name ?? UNGROUPED)?.[row.within];
  if (id === undefined) return undefined;
  const connection = state.rows.get(id);
  return { kind: 'connection', id, ...(connection === undefined ? {} : { connection }), ...(group === undefined ? {} : { group }) };
}

/** The group or connection on the selected row. */
export function selectedRow(state: ConnectionsState): ListedRow | undefined {
  return rowIn(state, selectedIn(state, state.outline));
}

/** The selected connection. */
export function selectedConnection(state: ConnectionsState): Connection | undefined {
  const row = selectedRow(state);
  return row?.kind === 'connection' ? row.connection : undefined;
}

/** Row of the process that the selected row is about. */
export function selectedProcessId(state: ConnectionsState): number | undefined {
  const row = selectedRow(state);
  return row?.kind === 'connection' ? row.connection?.process.id : row?.group.processId;
}
