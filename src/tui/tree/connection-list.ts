import type { Connection } from '../../model/connection.js';
import { type ConnectionList, NO_CONNECTIONS } from '../connection-list.js';
import type { TreeState } from './tree-state.js';

/** Connections of the selected process, by time; none while a group is selected. */
export function connectionsShown(state: TreeState): ConnectionList {
  const { subject, selection } = state;
  return subject?.kind === 'process' && subject.processId === selection?.id
    ? (subject.details?.connections ?? NO_CONNECTIONS)
    : NO_CONNECTIONS;
}

/** Place of the chosen connection: the first one until another was chosen, -1 when there is none. */
export function chosenPlace(state: TreeState): number {
  const connections = connectionsShown(state);
  const place = state.connectionId === undefined ? -1 : connections.placeOf(state.connectionId);
  return place < 0 ? Math.min(0, connections.length - 1) : place;
}

/** The chosen connection. */
export function chosenConnection(state: TreeState): Connection | undefined {
  return connectionsShown(state).at(chosenPlace(state));
}
