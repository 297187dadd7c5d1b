import { TREE_FLAGS } from '../../model/case-view.js';
import { at, groupAt, rowOfProcess, type TreeIndex } from './tree-index.js';

/** What is open before anybody opened or closed a row: the paths to what matters, everything, or nothing. */
export type ExpansionBase = 'interesting' | 'all' | 'none';

/** A row that somebody opened or closed. */
export interface Override {
  readonly isOpen: boolean;
  /** Exec id of a process, path of a group: what it is called in the next revision. Absent for a process never stood on. */
  readonly name?: string;
}

/** What was opened and closed by hand, by the tree's id of the row. */
export type Overrides = ReadonlyMap<number, Override>;

/**
 * Beyond this many late processes their paths are no longer opened at the start: a tree that is open everywhere shows nothing.
 * Findings are always opened to.
 */
const MOST_LATE_PATHS = 150;
/** Beyond this many pods and containers, those without anything of interest stay closed. */
const MOST_OPEN_GROUPS = 60;

/** Rows that a base is worked out from. */
export interface Wanted {
  readonly findings: Uint8Array;
  /** Rows that the filter matched, while there is one: then the paths to these are open. */
  readonly matches?: Uint8Array;
}

/** 1 for each row that is open before anything was changed by hand. A few milliseconds for a million rows. */
export function baseOpenRows(tree: TreeIndex, base: ExpansionBase, { findings, matches }: Wanted): Uint8Array {
  const open = new Uint8Array(tree.length);
  if (base === 'none') return open;
  if (base === 'all') return open.fill(1);
  openPathsTo(tree, matches ?? interestingRows(tree, findings), open);
  const areGroupsFew = tree.skeleton.groups.length <= MOST_OPEN_GROUPS;
  for (const row of tree.rowOfGroup) if (row >= 0 && (areGroupsFew || isUpperLevel(tree, row))) open[row] = 1;
  return open;
}

/** The base with what was changed by hand. */
export function withOverrides(tree: TreeIndex, base: Uint8Array, overrides: Overrides): Uint8Array {
  if (overrides.size === 0) return base;
  const open = base.slice();
  for (const [id, { isOpen }] of overrides) {
    const row = id >= 0 ? rowOfProcess(tree, id) : (tree.rowOfGroup[-1 - id] ?? -1);
    if (row >= 0) open[row] = isOpen ? 1 : 0;
  }
  return open;
}

function interestingRows(tree: TreeIndex, findings: Uint8Array): Uint8Array {
  const wanted = TREE_FLAGS.late | TREE_FLAGS.entered;
  const { flags } = tree.skeleton;
  const interesting = findings.slice();
  let count = 0;
  for (let row = 0; row < tree.length; row++) {
    if ((at(flags, row) & wanted) === 0) continue;
    interesting[row] = 1;
    if (++count > MOST_LATE_PATHS) return findings;
  }
  return interesting;
}

function openPathsTo(tree: TreeIndex, wanted: Uint8Array, open: Uint8Array): void {
  for (let row = tree.length - 1; row >= 0; row--) {
    const parent = at(tree.parents, row);
    if (parent >= 0 && (wanted[row] === 1 || open[row] === 1)) open[parent] = 1;
  }
}

function isUpperLevel(tree: TreeIndex, row: number): boolean {
  const kind = groupAt(tree, row)?.kind;
  return kind === 'node' || kind === 'namespace' || kind === 'host';
}
