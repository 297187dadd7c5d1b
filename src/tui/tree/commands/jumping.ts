import type { Connection } from '../../../model/connection.js';
import { said, warned } from '../../notice.js';
import type { Command, Frame, Step } from '../../view.js';
import { chosenConnection, connectionsShown } from '../connection-list.js';
import { hiddenBecause } from '../hidden-because.js';
import { toMatch } from '../search.js';
import { selectedProcessId, selectedRow, withJumpTo, withRowRevealed } from '../selecting.js';
import { rowOfProcess } from '../tree-index.js';
import type { TreeState } from '../tree-state.js';

/** Commands that jump from one row to another: findings, hops, searches. */
export const JUMPING: readonly Command<TreeState>[] = [
  {
    id: 'tree.next-finding',
    keys: ['e'],
    description: 'go to the next finding',
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
    description: 'follow the hop: go to the process at the other end of the connection',
    hint: 'follow hop',
    off: (state) => (hop(state) === undefined ? noHop(state) : undefined),
    run: follow,
  },
  {
    id: 'tree.back',
    keys: ['ctrl+o'],
    description: 'go back to where the last jump came from',
    off: (state) => (state.jumps.length === 0 ? 'no jump to go back from' : undefined),
    run: back,
  },
  {
    id: 'tree.search',
    keys: ['/'],
    description: 'search: go to what holds a text, in closed branches too',
    hint: 'search',
    run: (state) => [
      state,
      [{ kind: 'openOverlay', overlay: { kind: 'prompt', purpose: { kind: 'search' }, text: state.search?.text ?? '' } }],
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

/** The next finding's process in the order of the tree, going round at the ends. */
function toFinding(state: TreeState, direction: 1 | -1, frame: Frame): Step<TreeState> {
  const rows = [...frame.facts.findingsOf.keys()]
    .map((id) => rowOfProcess(state.tree, id))
    .filter((row) => row >= 0)
    .sort((a, b) => a - b);
  const here = selectedRow(state);
  const next = direction === 1 ? (rows.find((row) => row > here) ?? rows[0]) : (rows.findLast((row) => row < here) ?? rows.at(-1));
  if (next === undefined) return [state, [{ kind: 'notify', notice: warned('the findings are about processes that are not in the tree') }]];
  if (state.scene.hidden?.[next] === 1) return [state, [{ kind: 'notify', notice: warned(`the next finding is ${hiddenBecause(frame)}`) }]];
  const shown: TreeState = { ...withRowRevealed(state, next, frame), hasChosen: true, focus: 'tree' };
  return [shown, [{ kind: 'notify', notice: said(`finding ${rows.indexOf(next) + 1} of ${rows.length}: ${titleAt(shown, frame)}`) }]];
}

function titleAt(state: TreeState, frame: Frame): string {
  const [first, ...others] = frame.facts.findingsOf.get(selectedProcessId(state) ?? -1) ?? [];
  const more = others.length === 0 ? '' : ` (and ${others.length} more on this process)`;
  return first === undefined ? '' : `${first.level} ${first.title}${more}`;
}

/** The connection to follow: the chosen one while its pane has the keys, else the first whose other end is in the case. */
function hop(state: TreeState): Connection | undefined {
  const hasPeer = (connection: Connection): boolean =>
    connection.peer !== undefined && connection.peer.process.id !== connection.process.id;
  if (state.focus !== 'connections') return connectionsShown(state).find(hasPeer);
  const chosen = chosenConnection(state);
  return chosen !== undefined && hasPeer(chosen) ? chosen : undefined;
}

function noHop(state: TreeState): string {
  const count = connectionsShown(state).length;
  if (count === 0) return 'this row has no connection to follow';
  if (state.focus === 'connections') return 'the other end of this connection is not in the case';
  return `none of its ${count} connections has its other end in the case`;
}

function follow(state: TreeState, frame: Frame): Step<TreeState> {
  const peer = hop(state)?.peer;
  if (peer === undefined) return [state, []];
  const row = rowOfProcess(state.tree, peer.process.id);
  if (state.scene.hidden?.[row] === 1) return [state, [{ kind: 'notify', notice: warned(`the other end is ${hiddenBecause(frame)}`) }]];
  const where = peer.pod ?? peer.containerName ?? 'the host';
  const jumped = withJumpTo(state, peer.process.id, frame);
  return [{ ...jumped, connectionId: peer.connectionId }, [{ kind: 'notify', notice: said(`followed to ${where}; Ctrl-O goes back`) }]];
}

function back(state: TreeState, frame: Frame): Step<TreeState> {
  const from = state.jumps.at(-1);
  if (from === undefined) return [state, []];
  const row = from.id >= 0 ? rowOfProcess(state.tree, from.id) : (state.tree.rowOfGroup[-1 - from.id] ?? -1);
  return [{ ...withRowRevealed(state, row, frame), jumps: state.jumps.slice(0, -1) }, []];
}
