import type { Answer, CaseRead } from '../effects.js';
import { filterOf } from '../lists/kept-by-filter.js';
import type { ListWindow } from '../lists/list-parts.js';
import type { Focus, Frame, Step, ViewEvent } from '../view.js';
import {
  type ConnectionsState,
  connectionName,
  rowIn,
  selectedConnection,
  selectedProcessId,
  UNGROUPED,
  unread,
  withGroup,
  withGroups,
  withOutline,
} from './connections-state.js';

/** What an event makes of the connections view. */
export function onConnectionsEvent(state: ConnectionsState, event: ViewEvent): Step<ConnectionsState> {
  switch (event.kind) {
    case 'factsChanged': {
      const lost = selectedConnection(state);
      return [{ ...unread(state), ...(lost === undefined ? {} : { lost }) }, []];
    }
    case 'filterChanged':
      return [unread(state), []];
    case 'opened':
      return [onOpened(state, event.focus), []];
    case 'answered':
      return [onAnswer(state, event.answer), []];
    default:
      return [state, []];
  }
}

/** On the connection or the process that was looked at, unless the selection is about it anyway. */
function onOpened(state: ConnectionsState, focus: Focus): ConnectionsState {
  const isThere = focus.processId !== undefined && focus.processId === selectedProcessId(state);
  const wanted = { ...state, wanted: focus };
  if (isThere) return state;
  return state.groups === undefined && state.grouping !== 'none' ? wanted : withWanted(wanted);
}

function onAnswer(state: ConnectionsState, answer: Answer): ConnectionsState {
  switch (answer.kind) {
    case 'connectionGroups':
      return answer.by === state.grouping ? withWanted(withGroups(state, answer.groups)) : state;
    case 'connectionIds':
      return withOutline({ ...state, ids: new Map(state.ids).set(answer.group, answer.ids) });
    case 'connections':
      return { ...state, rows: answer.rows };
    case 'sameConnection': {
      const { lost: _, ...found } = state;
      return answer.id === undefined ? found : { ...found, selected: connectionName(answer.id) };
    }
    default:
      return state;
  }
}

/** The state with what was wanted selected: the connection within the open group of its process, else the group that is about it. */
function withWanted(state: ConnectionsState): ConnectionsState {
  const { wanted, ...rest } = state;
  if (wanted === undefined) return state;
  const { processId, containerId, name, connectionId } = wanted;
  if (state.grouping === 'none')
    return connectionId === undefined ? rest : { ...rest, selected: connectionName(connectionId), detailsTop: 0 };
  const group = (state.groups ?? []).find(
    (one) =>
      (processId !== undefined && one.processId === processId) ||
      (state.grouping === 'pod' && containerId !== undefined && one.containerId === containerId) ||
      (state.grouping === 'name' && one.key === name),
  );
  if (group === undefined) return rest;
  const opened = withGroup(rest, group.name, true);
  return { ...opened, selected: connectionId === undefined ? group.name : connectionName(connectionId), detailsTop: 0 };
}

/** One thing at a time, since each answer moves what is on the screen: groups, connections of the open ones, the screenful. */
export function connectionReads(state: ConnectionsState, frame: Frame, { top, count }: ListWindow): readonly CaseRead[] {
  const filter = filterOf(frame);
  const { grouping: by, order, groups, open, ids } = state;
  if (by !== 'none' && groups === undefined) return [{ kind: 'readConnectionGroups', filter, by }];
  if (by === 'none' && !ids.has(UNGROUPED)) return [{ kind: 'readConnectionIds', group: UNGROUPED, query: { filter, order } }];
  const isOneUnread = by !== 'none' && [...open].some((name) => !ids.has(name));
  const unreadGroup = isOneUnread ? groups?.find(({ name }) => open.has(name) && !ids.has(name)) : undefined;
  if (unreadGroup !== undefined) {
    const { name, key } = unreadGroup;
    return [{ kind: 'readConnectionIds', group: name, query: { filter, order, within: { by, key } } }];
  }
  if (state.lost !== undefined) return [{ kind: 'readSameConnection', connection: state.lost }];
  const shown = Array.from({ length: count }, (_, at) => rowIn(state, top + at));
  const missing = shown.flatMap((row) => (row?.kind === 'connection' ? [row.id] : []));
  return missing.every((id) => state.rows.has(id)) ? [] : [{ kind: 'readConnections', ids: missing }];
}
