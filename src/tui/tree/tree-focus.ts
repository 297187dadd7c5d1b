import type { Focus } from '../view.js';
import { chosenConnection } from './connection-list.js';
import { selectedProcessId, selectedRow } from './selecting.js';
import { groupAt } from './tree-index.js';
import type { TreeState } from './tree-state.js';

/** What the selected row is about: a process with its container and its start, or a container; and the connection chosen in its pane. */
export function treeFocus(state: TreeState): Focus {
  const processId = selectedProcessId(state);
  if (processId === undefined) {
    const containerId = groupAt(state.tree, selectedRow(state))?.containerId;
    return containerId === undefined ? {} : { containerId };
  }
  const row = state.rows.get(processId);
  const process = row?.process;
  const isByConnection = state.focus === 'connections';
  const connection = isByConnection ? chosenConnection(state) : row?.firstConnection;
  const atUs = (isByConnection ? connection?.openedAtUs : undefined) ?? process?.imageStartedAtUs ?? process?.startedAtUs;
  const name = connection?.remoteNames[0]?.name;
  return {
    about: isByConnection ? 'connection' : 'process',
    processId,
    ...(process?.containerId === undefined ? {} : { containerId: process.containerId }),
    ...(connection === undefined ? {} : { connectionId: connection.id }),
    ...(name === undefined ? {} : { name }),
    ...(atUs === undefined ? {} : { atUs }),
  };
}
