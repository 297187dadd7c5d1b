import type { Command, Frame, Step } from '../../view.js';
import { headIn, runLengthAt, selectedRow, withBranch, withRowSelected, withSelectionKept } from '../selecting.js';
import { at } from '../tree-index.js';
import { type TreeState, withNewScene } from '../tree-state.js';
import { placeOf } from '../visible-rows.js';

/** Commands that open and close branches, and that choose what the tree holds. */
export const BRANCHES: readonly Command<TreeState>[] = [
  {
    id: 'tree.close',
    keys: ['left', 'h'],
    description: 'close the branch, or go to its parent',
    pane: 'tree',
    run: (state, frame) => [chosen(closeOrUp(state, frame)), []],
  },
  {
    id: 'tree.open',
    keys: ['right', 'l'],
    description: 'open the branch, or go to its first child',
    pane: 'tree',
    run: (state, frame) => [chosen(openOrDown(state, frame)), []],
  },
  {
    id: 'tree.toggle',
    keys: ['space'],
    description: 'open or close the branch',
    pane: 'tree',
    off: (state) => (canOpen(state) ? undefined : 'nothing below this row'),
    run: (state, frame) => [chosen(withBranch(state, selectedRow(state), !isOpen(state), frame)), []],
  },
  {
    id: 'tree.parent',
    keys: ['p'],
    description: 'go to the parent',
    pane: 'tree',
    off: (state) => (parentRow(state) < 0 ? 'this row has no parent' : undefined),
    run: (state, frame) => [chosen(toParent(state, frame)), []],
  },
  {
    id: 'tree.close-all',
    keys: ['-'],
    description: 'close all branches',
    pane: 'tree',
    run: (state, frame) => rebased(state, 'none', frame),
  },
  {
    id: 'tree.open-all',
    keys: ['=', '+'],
    description: 'open all branches',
    pane: 'tree',
    run: (state, frame) => rebased(state, 'all', frame),
  },
  {
    id: 'tree.open-interesting',
    keys: ['0'],
    description: 'open only what leads to findings and late processes',
    pane: 'tree',
    run: (state, frame) => rebased(state, 'interesting', frame),
  },
  {
    id: 'tree.grouping',
    keys: ['t'],
    description: 'group by pod and container, or show bare ancestry per host',
    run: (state) => [chosen({ ...state, grouping: state.grouping === 'pod' ? 'host' : 'pod', isStale: true }), []],
  },
  {
    id: 'tree.noise',
    keys: ['.'],
    description: 'hide or show noise: health probes, and processes that ended without connecting anywhere (never findings)',
    run: (state, frame) => [withSelectionKept(withNewScene(state, frame, { isNoiseHidden: !state.scene.isNoiseHidden }), frame), []],
  },
  {
    id: 'tree.hot-paths',
    keys: ['w'],
    description: 'show only the ways to connections and findings, or every process',
    run: (state, frame) => [withSelectionKept(withNewScene(state, frame, { isHotOnly: !state.scene.isHotOnly }), frame), []],
  },
  {
    id: 'tree.folding',
    keys: ['*'],
    description: 'fold equal siblings that follow each other into one row, or show each of them',
    run: (state, frame) => [withSelectionKept(withNewScene(state, frame, { isFolding: !state.scene.isFolding }), frame), []],
  },
];

function chosen(state: TreeState): TreeState {
  return { ...state, hasChosen: true };
}

function rebased(state: TreeState, base: TreeState['scene']['base'], frame: Frame): Step<TreeState> {
  return [chosen(withSelectionKept(withNewScene({ ...state, overrides: new Map() }, frame, { base }), frame)), []];
}

/** Whether there is something below the selected row, or folded into it. */
function canOpen(state: TreeState): boolean {
  const row = selectedRow(state);
  return row >= 0 && ((state.tree.skeleton.sizes[row] ?? 1) > 1 || runLengthAt(state, row) > 1);
}

function isOpen(state: TreeState): boolean {
  return canOpen(state) && state.open[selectedRow(state)] === 1;
}

function parentRow(state: TreeState): number {
  return state.tree.parents[selectedRow(state)] ?? -1;
}

function toParent(state: TreeState, frame: Frame): TreeState {
  return withRowSelected(state, parentRow(state), frame);
}

function closeOrUp(state: TreeState, frame: Frame): TreeState {
  const row = selectedRow(state);
  if (isOpen(state)) return withBranch(state, row, false, frame);
  const head = headIn(state, row);
  return head === row ? toParent(state, frame) : withRowSelected(state, head, frame);
}

function openOrDown(state: TreeState, frame: Frame): TreeState {
  const row = selectedRow(state);
  if (!canOpen(state)) return state;
  if (!isOpen(state)) return withBranch(state, row, true, frame);
  const next = state.shown[placeOf(state.shown, row) + 1];
  const isWithin = next !== undefined && (at(state.tree.parents, next) === row || headIn(state, next) === row);
  return isWithin ? withRowSelected(state, next, frame) : state;
}
