import { CONNECTION_COLUMNS, connectionCells } from '../connections/connection-cells.js';
import { CONNECTION_COMMANDS } from '../connections/connection-commands.js';
import { connectionDetails, groupDetails } from '../connections/connection-details.js';
import { connectionReads, onConnectionsEvent } from '../connections/connection-events.js';
import {
  type ConnectionsState,
  NO_CONNECTIONS,
  rowIn,
  selectedConnection,
  selectedRow,
  UNGROUPED,
} from '../connections/connections-state.js';
import { cellSpans, columnWidths, headingLine } from '../drawing/list-columns.js';
import { counted, endpointText, remoteName } from '../drawing/wording.js';
import type { ViewListing } from '../listing.js';
import { emptiedByFilter } from '../lists/kept-by-filter.js';
import { listView } from '../lists/list-view.js';
import { detailLines } from '../tree/detail-lines.js';
import type { Focus, Frame } from '../view.js';

/** Who talked to whom: every connection, grouped by what they have in common. */
export const connectionsView = listView<ConnectionsState>({
  id: 'connections',
  title: 'Connections',
  key: 'C',
  description: 'list the connections: who talked to whom, how long and how much',
  noun: 'row',
  commands: CONNECTION_COMMANDS,
  init: () => NO_CONNECTIONS,
  update: onConnectionsEvent,
  reads: connectionReads,
  rows: (state) => state.outline,
  note: ({ grouping, order, groups }, { facts }) => {
    const all = counted(facts.overview.connectionCount, 'connection');
    const by = grouping === 'none' ? all : `${counted(groups?.length ?? 0, 'group')} by ${grouping}, ${all}`;
    return `${by}, sorted by ${order}`;
  },
  heading: (_state, columns, { look }) => headingLine(CONNECTION_COLUMNS, columnWidths(CONNECTION_COLUMNS, columns), look),
  line: (state, place, columns, { look }) => {
    const row = rowIn(state, place);
    return row === undefined
      ? []
      : cellSpans(connectionCells(row, state, look), CONNECTION_COLUMNS, columnWidths(CONNECTION_COLUMNS, columns), look);
  },
  whyEmpty,
  details: (state, columns, { look }) => {
    const row = selectedRow(state);
    if (row?.kind === 'group') return detailLines(groupDetails(row.group), columns, look);
    return row?.connection === undefined ? [] : detailLines(connectionDetails(row.connection), columns, look);
  },
  path: (state) => {
    const row = selectedRow(state);
    if (row?.kind === 'group') return row.group.label;
    const connection = row?.connection;
    return connection === undefined ? 'connections' : (remoteName(connection) ?? endpointText(connection.remote ?? connection.local));
  },
  listing: connectionsListed,
  focus: focusOf,
});

/** The connections of the groups that are open, or all where there are no groups; the groups themselves where none is open. */
function connectionsListed(state: ConnectionsState): ViewListing | undefined {
  const { groups = [], grouping, ids, open } = state;
  const names = grouping === 'none' ? [UNGROUPED] : groups.map(({ name }) => name).filter((name) => open.has(name));
  if (names.length === 0) return undefined;
  return { kind: 'connections', connectionIds: names.flatMap((name) => [...(ids.get(name) ?? [])]) };
}

function focusOf(state: ConnectionsState): Focus {
  const row = selectedRow(state);
  if (row?.kind === 'group') {
    const { processId, containerId, firstUs } = row.group;
    return {
      ...(processId === undefined ? {} : { processId }),
      ...(containerId === undefined ? {} : { containerId }),
      ...(firstUs === undefined ? {} : { atUs: firstUs }),
    };
  }
  const connection = selectedConnection(state);
  if (connection === undefined) return {};
  const [name] = connection.remoteNames;
  const atUs = connection.openedAtUs ?? connection.closedAtUs;
  return {
    processId: connection.process.id,
    connectionId: connection.id,
    ...(connection.containerId === undefined ? {} : { containerId: connection.containerId }),
    ...(name === undefined ? {} : { name: name.name }),
    ...(atUs === undefined ? {} : { atUs }),
  };
}

function whyEmpty(_state: ConnectionsState, frame: Frame): string {
  if (frame.facts.overview.connectionCount > 0) return emptiedByFilter(frame, 'connections') ?? 'No connections.';
  return frame.isImporting
    ? 'No connections yet: the events are being read.'
    : 'This case holds no connections: its sources have no network events. I says what they lack.';
}
