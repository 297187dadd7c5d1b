import { CONNECTION_GROUPINGS, CONNECTION_ORDERS, orderedGroups } from '../../model/connection-list.js';
import { processName } from '../drawing/wording.js';
import { askAnswer } from '../lists/ask-answer.js';
import { said } from '../notice.js';
import type { Command, Step } from '../view.js';
import {
  type ConnectionsState,
  selectedConnection,
  selectedProcessId,
  selectedRow,
  unread,
  withGroup,
  withOutline,
} from './connections-state.js';

/** Commands of the connections view besides moving. */
export const CONNECTION_COMMANDS: readonly Command<ConnectionsState>[] = [
  {
    id: 'connections.go',
    keys: ['enter'],
    description: 'go to the process in the tree, or open the group',
    hint: 'go to process',
    off: (state) => (selectedRow(state) === undefined ? 'there is no connection' : undefined),
    run: (state) => {
      const processId = selectedProcessId(state);
      return processId === undefined ? [toggled(state), []] : [state, [{ kind: 'goToProcess', processId }]];
    },
  },
  {
    id: 'connections.follow',
    keys: ['o'],
    description: 'follow the hop: go to the process at the other end',
    hint: 'follow hop',
    off: (state) => (selectedConnection(state)?.peer === undefined ? whyNoPeer(state) : undefined),
    run: follow,
  },
  {
    id: 'connections.grouping',
    keys: ['t'],
    description: 'group by process, pod, name, address, or not at all',
    hint: 'group',
    run: regrouped,
  },
  {
    id: 'connections.order',
    keys: ['s'],
    description: 'sort by time, bytes, duration or count',
    hint: 'sort',
    run: reordered,
  },
  {
    id: 'connections.open',
    keys: ['right', 'l'],
    description: 'open the group',
    pane: 'list',
    run: (state) => [opened(state, true), []],
  },
  {
    id: 'connections.close',
    keys: ['left', 'h'],
    description: 'close the group',
    pane: 'list',
    run: (state) => [opened(state, false), []],
  },
  {
    id: 'connections.toggle',
    keys: ['space'],
    description: 'open or close the group',
    pane: 'list',
    run: (state) => [toggled(state), []],
  },
  {
    id: 'connections.answer',
    keys: ['a'],
    description: 'write an answer from the process of the connection into answers.yaml',
    off: (state) => (selectedConnection(state) === undefined ? 'an answer is made from one connection: open the group with →' : undefined),
    run: (state, frame) => {
      const process = selectedConnection(state)?.process;
      return [state, process === undefined ? [] : [askAnswer(process, frame)]];
    },
  },
  {
    id: 'connections.raw',
    keys: ['r'],
    description: 'show the raw events of the connection',
    off: (state) => (selectedConnection(state) === undefined ? 'select a connection to see its events' : undefined),
    run: (state) => {
      const connection = selectedConnection(state);
      return [state, connection === undefined ? [] : [{ kind: 'readRaw', evidence: connection.evidence, place: 0 }]];
    },
  },
];

function whyNoPeer(state: ConnectionsState): string {
  return selectedConnection(state) === undefined
    ? 'a group leads nowhere: open it with → and choose a connection'
    : 'the other end of this connection is not in the case';
}

function follow(state: ConnectionsState): Step<ConnectionsState> {
  const peer = selectedConnection(state)?.peer;
  if (peer === undefined) return [state, []];
  const name = processName(peer.process);
  return [
    state,
    [
      { kind: 'goToProcess', processId: peer.process.id },
      { kind: 'notify', notice: said(`followed to ${name}; Ctrl-O goes back`) },
    ],
  ];
}

function regrouped(state: ConnectionsState): Step<ConnectionsState> {
  const grouping = next(CONNECTION_GROUPINGS, state.grouping);
  const connection = selectedConnection(state);
  const processId = selectedProcessId(state);
  const wanted = {
    ...(processId === undefined ? {} : { processId }),
    ...(connection === undefined ? {} : { connectionId: connection.id }),
  };
  const what = grouping === 'none' ? 'connections are not grouped' : `connections are grouped by ${grouping}`;
  return [{ ...unread(state), grouping, open: new Set(), wanted }, [{ kind: 'notify', notice: said(what) }]];
}

function reordered(state: ConnectionsState): Step<ConnectionsState> {
  const order = next(CONNECTION_ORDERS, state.order);
  const sorted = state.groups === undefined ? {} : { groups: orderedGroups(state.groups, order) };
  return [withOutline({ ...state, ...sorted, order, ids: new Map() }), [{ kind: 'notify', notice: said(`sorted by ${order}`) }]];
}

function next<One>(all: readonly One[], now: One): One {
  return all[(all.indexOf(now) + 1) % all.length] ?? now;
}

function opened(state: ConnectionsState, isOpen: boolean): ConnectionsState {
  const row = selectedRow(state);
  if (row?.group === undefined || (row.kind === 'connection' && isOpen)) return state;
  return { ...withGroup(state, row.group.name, isOpen), selected: row.group.name };
}

function toggled(state: ConnectionsState): ConnectionsState {
  const row = selectedRow(state);
  return row?.kind === 'group' ? opened(state, !state.open.has(row.group.name)) : state;
}
