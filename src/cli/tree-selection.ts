import type { TreeSkeleton } from '../model/case-view.js';

/** What of a tree is to be shown. */
export interface TreeChoice {
  /** Rows of the processes asked for; absent for all of them. */
  readonly matching?: ReadonlySet<number>;
  /** Also the processes that the ones asked for descend from. */
  readonly withAncestors: boolean;
  /** Also everything that the ones asked for started. */
  readonly withDescendants: boolean;
  /** Also the nodes, pods and containers that processes are grouped by. */
  readonly withGroups: boolean;
  /** Levels of processes and groups shown; absent for all. */
  readonly maxDepth?: number;
}

/** A row that is shown. */
export interface ChosenRow {
  /** Process row, or `-1 - group`, as in the skeleton. */
  readonly id: number;
  /** Of the tree that is shown: rows between that are left out do not count. */
  readonly depth: number;
  /** The last of the rows shown under the same parent. */
  readonly isLast: boolean;
  /** Shown only because of others: it was not asked for. */
  readonly isContext: boolean;
}

/** The rows of the choice in pre-order. Groups without a process that is shown are left out. Linear in the tree's size. */
export function chosenRows(skeleton: TreeSkeleton, choice: TreeChoice): readonly ChosenRow[] {
  const isShown = shownRows(skeleton, choice);
  const rows: { id: number; depth: number; isContext: boolean }[] = [];
  // Ends of the subtrees of the shown rows that the current row stands in.
  const open: number[] = [];
  for (const [row, id] of skeleton.ids.entries()) {
    while (open.length > 0 && (open.at(-1) ?? 0) <= row) open.pop();
    if (isShown[row] === 0) continue;
    const isContext = id >= 0 && choice.matching?.has(id) === false;
    if (choice.maxDepth === undefined || open.length < choice.maxDepth) rows.push({ id, depth: open.length, isContext });
    open.push(row + (skeleton.sizes[row] ?? 1));
  }
  return withLast(rows);
}

function shownRows(skeleton: TreeSkeleton, choice: TreeChoice): Uint8Array {
  const { ids, sizes } = skeleton;
  const isShown = new Uint8Array(ids.length);
  const { matching } = choice;
  if (matching === undefined) return isShown.map((_, row) => ((ids[row] ?? 0) >= 0 || choice.withGroups ? 1 : 0));
  // Rows above the current one, so that a match can show them; each is shown at most once.
  const above: number[] = [];
  let descendantsEnd = 0;
  for (const [row, id] of ids.entries()) {
    while (above.length > 0 && endOf(sizes, above.at(-1)) <= row) above.pop();
    if (id >= 0 && matching.has(id)) {
      isShown[row] = 1;
      markAbove(above, isShown, ids, choice);
      if (choice.withDescendants) descendantsEnd = Math.max(descendantsEnd, endOf(sizes, row));
    } else if (id >= 0 && row < descendantsEnd) isShown[row] = 1;
    above.push(row);
  }
  return isShown;
}

function endOf(sizes: Int32Array, row: number | undefined): number {
  return row === undefined ? 0 : row + (sizes[row] ?? 1);
}

/** Shows what stands above a match as far as it is wanted. Ends where a match before has been. */
function markAbove(above: readonly number[], isShown: Uint8Array, ids: Int32Array, choice: TreeChoice): void {
  for (let at = above.length - 1; at >= 0; at--) {
    const row = above[at] ?? 0;
    const isWanted = (ids[row] ?? 0) < 0 ? choice.withGroups : choice.withAncestors;
    if (isShown[row] === 1 && (choice.withAncestors || (ids[row] ?? 0) < 0)) return;
    if (isWanted) isShown[row] = 1;
  }
}

function withLast(rows: readonly { id: number; depth: number; isContext: boolean }[]): readonly ChosenRow[] {
  const hasLater: boolean[] = [];
  const last = new Uint8Array(rows.length);
  for (let at = rows.length - 1; at >= 0; at--) {
    const depth = rows[at]?.depth ?? 0;
    last[at] = hasLater[depth] === true ? 0 : 1;
    hasLater.length = depth;
    hasLater[depth] = true;
  }
  return rows.map((row, at) => ({ ...row, isLast: last[at] === 1 }));
}
