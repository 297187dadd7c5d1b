import { TREE_FLAGS } from '../../model/case-view.js';
import type { TreeIndex } from './tree-index.js';

/**
 * 1 for each row that can be folded into a row before it: siblings in a run of equal ones, all but the first. Equal are processes one
 * after the other that ran the same command, digits aside, that started nothing, have equal flags, connected to nothing outside the
 * cluster, and are neither `told` of by a finding nor a container's main process. Of a run, the first row that isn't hidden
 * stands for it. One pass: some milliseconds for a million rows.
 */
export function foldableRows(tree: TreeIndex, told: Uint8Array, hidden: Uint8Array | undefined): Uint8Array {
  const { parents } = tree;
  const { flags, sizes } = tree.skeleton;
  const folded = new Uint8Array(tree.length);
  let hasHead = false;
  let before = NEVER_FOLDED;
  for (let row = 0; row < tree.length; row++) {
    const flag = flags[row] ?? 0;
    const isFoldable = sizes[row] === 1 && (flag & NEVER_FOLDED) === 0 && told[row] !== 1;
    const isLikeBefore = (flag & TREE_FLAGS.alike) !== 0 && ((flag ^ before) & ~TREE_FLAGS.alike) === 0;
    // The row before is the sibling before only if both have one parent: it may stand below that sibling.
    if (!isFoldable || !isLikeBefore || parents[row] !== parents[row - 1]) hasHead = false;
    if (hasHead) folded[row] = 1;
    if (hidden?.[row] !== 1) hasHead = true;
    before = isFoldable ? flag : NEVER_FOLDED;
  }
  return folded;
}

/** Flags that are like no others: nothing folds into a row that has them. */
const NEVER_FOLDED = TREE_FLAGS.main | TREE_FLAGS.hasExternal;

/** The row that stands for a row's run: the row itself when it is in none. */
export function headOf(folded: Uint8Array, row: number): number {
  let head = row;
  while (folded[head] === 1) head--;
  return head;
}

/** How many rows one stands for, itself included: 1 when it heads no run. Hidden rows don't count. */
export function runLength(folded: Uint8Array, hidden: Uint8Array | undefined, head: number): number {
  let count = 1;
  for (let row = head + 1; folded[row] === 1; row++) if (hidden?.[row] !== 1) count++;
  return count;
}

/** What is open, with the runs of these rows open too; rows ascending. The same array when nothing changes. */
export function withRunsOpen(open: Uint8Array, folded: Uint8Array, rows: Iterable<number>): Uint8Array {
  let next = open;
  let head = -1;
  let before = -1;
  for (const row of rows) {
    if (folded[row] !== 1) continue;
    // Never back past the row before: a run is walked once, however many of its rows are wanted.
    let up = row;
    while (up > before && folded[up] === 1) up--;
    if (folded[up] !== 1) head = up;
    before = row;
    if (next[head] === 1) continue;
    if (next === open) next = open.slice();
    next[head] = 1;
  }
  return next;
}
