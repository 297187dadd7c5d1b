import type { Frame } from '../view.js';
import { headOf, runLength } from './alike-runs.js';
import type { Override, Overrides } from './expansion.js';
import { at, rowOfProcess, rowsAbove } from './tree-index.js';
import { type Selection, type TreeState, treeHeight, withShownRows } from './tree-state.js';
import { placeOf } from './visible-rows.js';
import { centredOn, nearestPlace, scrolledTo } from './window.js';

/** Row of the selection, -1 when the tree doesn't hold it. */
export function selectedRow(state: TreeState): number {
  const id = state.selection?.id;
  if (id === undefined) return -1;
  return id >= 0 ? rowOfProcess(state.tree, id) : (state.tree.rowOfGroup[-1 - id] ?? -1);
}

/** The process selected, `undefined` when it is a group or nothing. */
export function selectedProcessId(state: TreeState): number | undefined {
  const id = state.selection?.id;
  return id === undefined || id < 0 ? undefined : id;
}

/** Place of the selection among the rows shown, -1 when it isn't shown. */
export function selectedPlace(state: TreeState): number {
  const row = selectedRow(state);
  return row < 0 ? -1 : placeOf(state.shown, row);
}

/** The name of the row with this tree id, as far as it was read. */
export function nameOf(state: TreeState, id: number): string | undefined {
  if (id < 0) return state.tree.groupPaths[-1 - id];
  if (state.rows.has(id)) return state.rows.get(id)?.process.execId;
  return state.subject?.kind === 'process' && state.subject.processId === id ? state.subject.details?.row.process.execId : undefined;
}

/** The row with this tree id as a selection. */
export function selectionOf(state: TreeState, id: number): Selection {
  const name = nameOf(state, id);
  return name === undefined ? { id } : { id, name };
}

/** The state with a shown row selected, scrolled no further than needed. */
export function withRowSelected(state: TreeState, row: number, frame: Frame): TreeState {
  return landed(state, row, frame, scrolledTo);
}

function landed(state: TreeState, row: number, frame: Frame, scroll: typeof scrolledTo): TreeState {
  const place = placeOf(state.shown, row);
  const id = state.tree.skeleton.ids[row];
  if (place < 0 || id === undefined) return state;
  const isSame = id === state.selection?.id;
  return {
    ...(isSame ? state : withoutDetailsPosition(state)),
    selection: isSame && state.selection.name !== undefined ? state.selection : selectionOf(state, id),
    top: scroll(state.tree, state.shown, state.top, place, treeHeight(state, frame)),
  };
}

function withoutDetailsPosition(state: TreeState): TreeState {
  const { connectionId: _, ...rest } = state;
  return { ...rest, detailsTop: 0 };
}

/** The state after the rows shown changed: the selection stays, or goes to the nearest row above it that is still shown. */
export function withSelectionKept(state: TreeState, frame: Frame): TreeState {
  if (state.shown.length === 0) return { ...state, top: 0 };
  const row = Math.max(0, selectedRow(state));
  const unfolded = withRunOpened(state, row);
  return withRowSelected(unfolded, at(unfolded.shown, nearestPlace(unfolded.tree, unfolded.shown, row)), frame);
}

/** The state with the run of equal rows open that a row is folded into, where the run is in sight. */
function withRunOpened(state: TreeState, row: number): TreeState {
  const head = headIn(state, row);
  if (head === row || state.open[head] === 1 || state.scene.hidden?.[row] === 1 || placeOf(state.shown, head) < 0) return state;
  return withShownRows({ ...state, overrides: opening(state, [head]) });
}

/** The row that a row is folded into, itself when it is not. */
export function headIn({ scene: { folded } }: TreeState, row: number): number {
  return folded === undefined ? row : headOf(folded, row);
}

/** How many equal rows a row stands for, itself included: 1 for most. */
export function runLengthAt({ scene: { folded, hidden } }: TreeState, row: number): number {
  return folded === undefined || folded[row] === 1 ? 1 : runLength(folded, hidden, row);
}

/** The state with every branch above a row open, the row selected and a third down the pane. Unchanged when it is hidden. */
export function withRowRevealed(state: TreeState, row: number, frame: Frame): TreeState {
  if (row < 0 || state.scene.hidden?.[row] === 1) return state;
  const head = headIn(state, row);
  const closed = [...(head === row ? [] : [head]), ...rowsAbove(state.tree, row)].filter((above) => state.open[above] === 0);
  const opened = closed.length === 0 ? state : withShownRows({ ...state, overrides: opening(state, closed) });
  const isOnScreen = closed.length === 0 && isShownNow(opened, row, frame);
  return landed(opened, row, frame, isOnScreen ? scrolledTo : (tree, shown, _top, place, height) => centredOn(tree, shown, place, height));
}

/** Not in the last quarter either: what a jump leads to is wanted with what is below it. */
function isShownNow(state: TreeState, row: number, frame: Frame): boolean {
  const place = placeOf(state.shown, row);
  return place >= state.top && place < state.top + treeHeight(state, frame) * 0.75;
}

function opening(state: TreeState, rows: readonly number[]): Overrides {
  const overrides = new Map(state.overrides);
  for (const row of rows) {
    const id = at(state.tree.skeleton.ids, row);
    overrides.set(id, overrideOf(state, id, true));
  }
  return overrides;
}

/** The state with a branch opened or closed by hand. */
export function withBranch(state: TreeState, row: number, isOpen: boolean, frame: Frame): TreeState {
  const id = state.tree.skeleton.ids[row];
  if (id === undefined) return state;
  const overrides = new Map(state.overrides).set(id, overrideOf(state, id, isOpen));
  return withSelectionKept(withShownRows({ ...state, overrides }), frame);
}

function overrideOf(state: TreeState, id: number, isOpen: boolean): Override {
  const name = nameOf(state, id);
  return name === undefined ? { isOpen } : { isOpen, name };
}

/** The state with the process revealed and the keys in the tree. Unchanged when the tree doesn't show it. */
export function withJumpTo(state: TreeState, processId: number, frame: Frame): TreeState {
  const row = rowOfProcess(state.tree, processId);
  if (row < 0 || state.scene.hidden?.[row] === 1) return state;
  return { ...withRowRevealed(state, row, frame), hasChosen: true, focus: 'tree' };
}
