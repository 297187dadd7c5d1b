import type { TreeGroup, TreeSkeleton } from '../../model/case-view.js';

/** A skeleton with what moving about in it needs, worked out once: a few milliseconds for a million rows. */
export interface TreeIndex {
  readonly skeleton: TreeSkeleton;
  readonly length: number;
  /** Row of each row's parent, -1 for roots. */
  readonly parents: Int32Array;
  /** Row of each process id, -1 for ids that are not in the tree. */
  readonly rowOfProcess: Int32Array;
  /** Row of each group. */
  readonly rowOfGroup: Int32Array;
  /** What names a group across revisions: kinds and labels from the root. */
  readonly groupPaths: readonly string[];
  readonly rowOfPath: ReadonlyMap<string, number>;
}

/** What stands on a row. */
export type TreeNode = { readonly kind: 'process'; readonly processId: number } | { readonly kind: 'group'; readonly group: number };

/** A tree of nothing. */
export const EMPTY_TREE: TreeIndex = indexTree({
  grouping: 'pod',
  ids: new Int32Array(0),
  sizes: new Int32Array(0),
  depths: new Uint16Array(0),
  flags: new Uint16Array(0),
  groups: [],
});

/** The index of a skeleton. */
export function indexTree(skeleton: TreeSkeleton): TreeIndex {
  const { ids, sizes } = skeleton;
  const length = ids.length;
  const parents = new Int32Array(length);
  const rowOfProcess = new Int32Array(largest(ids) + 1).fill(-1);
  const rowOfGroup = new Int32Array(skeleton.groups.length).fill(-1);
  let parent = -1;
  for (let row = 0; row < length; row++) {
    while (parent >= 0 && row >= parent + at(sizes, parent)) parent = at(parents, parent);
    parents[row] = parent;
    const id = at(ids, row);
    if (id >= 0) rowOfProcess[id] = row;
    else rowOfGroup[-1 - id] = row;
    if (at(sizes, row) > 1) parent = row;
  }
  const groupPaths = pathsOfGroups(skeleton, parents, rowOfGroup);
  const rowOfPath = new Map(groupPaths.map((path, group) => [path, at(rowOfGroup, group)]));
  return { skeleton, length, parents, rowOfProcess, rowOfGroup, groupPaths, rowOfPath };
}

/** The node on a row, `undefined` past the end. */
export function nodeAt(tree: TreeIndex, row: number): TreeNode | undefined {
  const id = tree.skeleton.ids[row];
  if (id === undefined) return undefined;
  return id >= 0 ? { kind: 'process', processId: id } : { kind: 'group', group: -1 - id };
}

/** The group on a row, `undefined` where a process stands. */
export function groupAt(tree: TreeIndex, row: number): TreeGroup | undefined {
  const node = nodeAt(tree, row);
  return node?.kind === 'group' ? tree.skeleton.groups[node.group] : undefined;
}

/** Row of a process, -1 when the tree doesn't hold it. */
export function rowOfProcess(tree: TreeIndex, processId: number): number {
  return tree.rowOfProcess[processId] ?? -1;
}

/** Rows above a row, nearest first. */
export function rowsAbove(tree: TreeIndex, row: number): readonly number[] {
  const above: number[] = [];
  for (let up = tree.parents[row] ?? -1; up >= 0; up = at(tree.parents, up)) above.push(up);
  return above;
}

/** A column's value at a row that is known to exist. */
export function at(column: Int32Array | Uint16Array | Uint8Array, row: number): number {
  return column[row] ?? -1;
}

function largest(ids: Int32Array): number {
  let most = -1;
  // Asked once for a case, before any of this is compiled: an iterator would take five times as long.
  for (let row = 0; row < ids.length; row++) most = Math.max(most, ids[row] ?? -1);
  return most;
}

/** Equal siblings (a container and its restart) are told apart by their order. */
function pathsOfGroups(skeleton: TreeSkeleton, parents: Int32Array, rows: Int32Array): readonly string[] {
  const paths: string[] = new Array(skeleton.groups.length).fill('');
  const seen = new Map<string, number>();
  const inRowOrder = skeleton.groups.map((group, place) => ({ group, place, row: rows[place] ?? -1 })).sort((a, b) => a.row - b.row);
  for (const { group, place, row } of inRowOrder) {
    const parentRow = parents[row] ?? -1;
    const parentId = parentRow < 0 ? 0 : at(skeleton.ids, parentRow);
    const above = parentId < 0 ? `${paths[-1 - parentId]}\u0000` : '';
    const path = `${above}${group.kind}\u0001${group.label}`;
    const count = (seen.get(path) ?? 0) + 1;
    seen.set(path, count);
    paths[place] = count === 1 ? path : `${path}\u0001${count}`;
  }
  return paths;
}
