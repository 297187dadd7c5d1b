import { TREE_FLAGS } from '../../model/case-view.js';
import { at, rowOfProcess, type TreeIndex } from './tree-index.js';

/** 1 for the row of each process named. */
export function rowsOfProcesses(tree: TreeIndex, processIds: Iterable<number>): Uint8Array {
  const rows = new Uint8Array(tree.length);
  for (const id of processIds) {
    const row = rowOfProcess(tree, id);
    if (row >= 0) rows[row] = 1;
  }
  return rows;
}

/** 1 for each row that is not marked and has nothing marked below it. */
export function rowsApartFrom(tree: TreeIndex, marked: Uint8Array): Uint8Array {
  const apart = new Uint8Array(tree.length).fill(1);
  for (let row = tree.length - 1; row >= 0; row--) {
    if (marked[row] === 1) apart[row] = 0;
    const parent = at(tree.parents, row);
    if (parent >= 0 && apart[row] === 0) apart[parent] = 0;
  }
  return apart;
}

/**
 * 1 for each row that is noise: a health probe, or a process that has ended without ever connecting anywhere, that wasn't late, not
 * entered from outside, not a container's main process and in no finding. A row is noise only if all below it is, so that the way to
 * what matters is never hidden. `named` are rows that the user calls noise: of these only findings are kept.
 */
export function noiseRows(tree: TreeIndex, findings: Uint8Array, named?: Uint8Array): Uint8Array {
  const { flags, ids } = tree.skeleton;
  const loud = findings.slice();
  for (let row = 0; row < tree.length; row++) {
    const isNoise = at(ids, row) >= 0 && (named?.[row] === 1 || isQuiet(at(flags, row)));
    if (!isNoise) loud[row] = 1;
  }
  return rowsApartFrom(tree, loud);
}

const LOUD = TREE_FLAGS.late | TREE_FLAGS.entered | TREE_FLAGS.main | TREE_FLAGS.hasExternal;

function isQuiet(flags: number): boolean {
  if ((flags & LOUD) !== 0) return false;
  if ((flags & TREE_FLAGS.probe) !== 0) return true;
  return (flags & TREE_FLAGS.exited) !== 0 && (flags & TREE_FLAGS.hasConnection) === 0;
}

/** 1 for each row that leads nowhere: neither it nor anything below it connected anywhere or is `told` of by a finding. */
export function coldRows(tree: TreeIndex, told: Uint8Array): Uint8Array {
  const { flags } = tree.skeleton;
  const hot = told.slice();
  for (let row = 0; row < tree.length; row++) if ((at(flags, row) & TREE_FLAGS.hasConnection) !== 0) hot[row] = 1;
  return rowsApartFrom(tree, hot);
}
