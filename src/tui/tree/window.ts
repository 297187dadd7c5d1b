import { rowsAbove, type TreeIndex } from './tree-index.js';
import { placeAtOrBefore } from './visible-rows.js';

/** The part of the rows shown that is on the screen. */
export interface TreeWindow {
  /** Rows above the first one that scrolled off, nearest last: kept in sight at the top. */
  readonly pinned: readonly number[];
  readonly rows: readonly number[];
}

/** At most this share of the height goes to pinned rows. */
const PINNED_SHARE = 3;

/** The window of `height` lines whose first unpinned row is at place `top`. */
export function treeWindow(tree: TreeIndex, shown: Int32Array, top: number, height: number): TreeWindow {
  const pinned = pinnedRows(tree, shown, top, height);
  return { pinned, rows: [...shown.subarray(top, top + Math.max(0, height - pinned.length))] };
}

function pinnedRows(tree: TreeIndex, shown: Int32Array, top: number, height: number): readonly number[] {
  const first = shown[top];
  if (first === undefined || top === 0) return [];
  return rowsAbove(tree, first)
    .slice(0, Math.floor(height / PINNED_SHARE))
    .reverse();
}

/**
 * The `top` that shows the place `cursor`, moved as little as possible from the one given, and never past the end when rows
 * could fill the height.
 */
export function scrolledTo(tree: TreeIndex, shown: Int32Array, top: number, cursor: number, height: number): number {
  // However many rows are pinned, the cursor is off the screen before this place: no need to try those one by one.
  let next = Math.max(0, cursor - height + 1, Math.min(top, cursor, shown.length - 1));
  while (next < cursor && cursor - next >= height - pinnedRows(tree, shown, next, height).length) next++;
  while (next > 0 && fits(tree, shown, next - 1, height)) next--;
  return next;
}

/** Whether everything from `top` on fits the height. */
function fits(tree: TreeIndex, shown: Int32Array, top: number, height: number): boolean {
  return shown.length - top <= height - pinnedRows(tree, shown, top, height).length;
}

/** The `top` that puts the place `cursor` a third down the height: where a jump lands. */
export function centredOn(tree: TreeIndex, shown: Int32Array, cursor: number, height: number): number {
  return scrolledTo(tree, shown, Math.max(0, cursor - Math.floor(height / 3)), cursor, height);
}

/** The place that stands for a row: its own, or that of the nearest row above it that is shown, or the one before it. */
export function nearestPlace(tree: TreeIndex, shown: Int32Array, row: number): number {
  for (const candidate of [row, ...rowsAbove(tree, row)]) {
    const place = placeAtOrBefore(shown, candidate);
    if (shown[place] === candidate) return place;
  }
  return Math.min(shown.length - 1, Math.max(0, placeAtOrBefore(shown, row)));
}
