import type { Connection } from '../../../model/connection.js';
import type { ConnectionList } from '../../connection-list.js';
import { processName } from '../../drawing/wording.js';
import { keptFor } from '../../kept.js';
import { said, warned } from '../../notice.js';
import type { Command, Frame, Step } from '../../view.js';
import { chosenConnection, connectionsShown } from '../connection-list.js';
import { hiddenBecause } from '../hidden-because.js';
import { toMatch } from '../search.js';
import { selectedProcessId, withJumpTo, withRowRevealed } from '../selecting.js';
import { rowOfProcess } from '../tree-index.js';
import type { TreeState } from '../tree-state.js';

/** Commands that jump from one row to another: findings, hops, searches. */
export const JUMPING: readonly Command<TreeState>[] = [
  {
    id: 'tree.next-finding',
    keys: ['e'],
    description: 'go to the next finding, worst first',
    hint: 'next finding',
    off: (_state, frame) => noFindings(frame),
    run: (state, frame) => toFinding(state, 1, frame),
  },
  {
    id: 'tree.previous-finding',
    keys: ['E'],
    description: 'go to the finding before',
    off: (_state, frame) => noFindings(frame),
    run: (state, frame) => toFinding(state, -1, frame),
  },
  {
    id: 'tree.follow',
    keys: ['o'],
    description: 'follow the hop: go to the process at the other end, or to where a finding says that it led',
    hint: 'follow hop',
    off: (state, frame) => (hop(state, frame) === undefined ? noHop(state) : undefined),
    run: follow,
  },
  {
    id: 'tree.follow-chosen',
    keys: ['enter'],
    description: 'follow the chosen connection to its other end',
    pane: 'connections',
    off: (state, frame) => (hop(state, frame) === undefined ? noHop(state) : undefined),
    run: follow,
  },
  {
    id: 'tree.search',
    keys: ['/'],
    description: 'search: go to what holds a text, in closed branches too',
    hint: 'search',
    run: (state) => [
      state,
      [
        { kind: 'openOverlay', overlay: { kind: 'prompt', purpose: { kind: 'search' }, text: state.search?.text ?? '' } },
        { kind: 'expectMatches' },
      ],
    ],
  },
  {
    id: 'tree.next-match',
    keys: ['n'],
    description: 'go to the next match of the search',
    off: noSearch,
    run: (state, frame) => toMatch(state, 1, frame),
  },
  {
    id: 'tree.previous-match',
    keys: ['N'],
    description: 'go to the match before',
    off: noSearch,
    run: (state, frame) => toMatch(state, -1, frame),
  },
];

function noFindings(frame: Frame): string | undefined {
  if (frame.facts.findings.length > 0) return undefined;
  return frame.isImporting ? 'no findings yet: the import is still running' : 'there are no findings in this case';
}

function noSearch(state: TreeState): string | undefined {
  if (state.search === undefined) return 'nothing was searched for: / searches';
  return state.search.rows.length === 0 ? `nothing holds "${state.search.text}"` : undefined;
}

/** The process of the next finding in the order of the findings, worst first, each process once, going round at the ends. */
function toFinding(state: TreeState, direction: 1 | -1, frame: Frame): Step<TreeState> {
  const ids = [...frame.facts.findingsOf.keys()].filter((id) => rowOfProcess(state.tree, id) >= 0);
  const here = ids.indexOf(selectedProcessId(state) ?? -1);
  const place = here < 0 ? (direction === 1 ? 0 : ids.length - 1) : (here + direction + ids.length) % ids.length;
  const next = rowOfProcess(state.tree, ids[place] ?? -1);
  if (next < 0) return [state, [{ kind: 'notify', notice: warned('the findings are about processes that are not in the tree') }]];
  if (state.scene.hidden?.[next] === 1)
    return [state, [{ kind: 'notify', notice: warned(`the next finding is ${hiddenBecause(state.scene, frame)}`) }]];
  const shown: TreeState = { ...withRowRevealed(state, next, frame), hasChosen: true, focus: 'tree' };
  return [
    shown,
    [{ kind: 'remember' }, { kind: 'notify', notice: said(`finding ${place + 1} of ${ids.length}: ${titleAt(shown, frame)}`) }],
  ];
}

function titleAt(state: TreeState, frame: Frame): string {
  const [first, ...others] = frame.facts.findingsOf.get(selectedProcessId(state) ?? -1) ?? [];
  const more = others.length === 0 ? '' : ` (and ${others.length} more on this process)`;
  return first === undefined ? '' : `${first.level} ${first.title}${more}`;
}

/** Where a hop leads: the process at the other end, its row of the same socket, and what to call it. */
interface Hop {
  readonly processId: number;
  readonly connectionId?: number;
  readonly name: string;
}

/**
 * The hop to follow: by the chosen connection while its pane has the keys; else by the first connection whose other end is in the case;
 * else, since what a shell started made the connection and not the shell, to what a finding says came of this process.
 */
function hop(state: TreeState, frame: Frame): Hop | undefined {
  if (state.focus === 'connections') return peerHop(chosenConnection(state));
  return listedHop(connectionsShown(state)) ?? findingHop(state, frame);
}

/** Looked for once: the hint line asks for every frame. */
const listedHop = keptFor((connections: ConnectionList): Hop | undefined => peerHop(connections.firstHop()));

function firstHop(connections: readonly Connection[]): Hop | undefined {
  for (const connection of connections) {
    const found = peerHop(connection);
    if (found !== undefined) return found;
  }
  return undefined;
}

function peerHop(connection: Connection | undefined): Hop | undefined {
  const peer = connection?.peer;
  if (peer === undefined || peer.process.id === connection?.process.id) return undefined;
  const where = peer.pod ?? peer.containerName;
  return {
    processId: peer.process.id,
    connectionId: peer.connectionId,
    name: `${processName(peer.process)}${where === undefined ? '' : ` in ${where}`}`,
  };
}

/** To where a finding says that this process led; else by a connection of what it started, as a finding about it tells. */
function findingHop(state: TreeState, frame: Frame): Hop | undefined {
  const processId = selectedProcessId(state) ?? -1;
  const part = frame.facts.partsOf.get(processId)?.find(({ role }) => role === 'parent' || role === 'client');
  if (part !== undefined)
    return { processId: part.finding.process.id, name: `${processName(part.finding.process)}: ${part.finding.title}` };
  const connections = frame.facts.findingsOf.get(processId)?.flatMap((finding) => finding.connections) ?? [];
  return firstHop(connections.filter(({ peer }) => peer?.process.id !== processId));
}

function noHop(state: TreeState): string {
  const count = connectionsShown(state).length;
  if (count === 0) return 'this row has no connection to follow';
  if (state.focus === 'connections') return 'the other end of this connection is not in the case';
  return count === 1
    ? 'the other end of its connection is not in the case'
    : `none of its ${count} connections has its other end in the case`;
}

function follow(state: TreeState, frame: Frame): Step<TreeState> {
  const found = hop(state, frame);
  if (found === undefined) return [state, []];
  const row = rowOfProcess(state.tree, found.processId);
  if (state.scene.hidden?.[row] === 1)
    return [state, [{ kind: 'notify', notice: warned(`the other end is ${hiddenBecause(state.scene, frame)}`) }]];
  const jumped = withJumpTo(state, found.processId, frame);
  const arrived = found.connectionId === undefined ? jumped : { ...jumped, connectionId: found.connectionId };
  return [arrived, [{ kind: 'remember' }, { kind: 'notify', notice: said(`followed to ${found.name}; Ctrl-O goes back`) }]];
}
