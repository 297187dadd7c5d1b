import type { TreeSkeleton } from '../../model/case-view.js';
import { levelRank } from '../../model/finding.js';
import type { Frame } from '../view.js';
import type { Override } from './expansion.js';
import { withRowRevealed, withSelectionKept } from './selecting.js';
import { indexTree, rowOfProcess, type TreeIndex } from './tree-index.js';
import { type Selection, type TreeState, withNewScene } from './tree-state.js';

/** Exec ids whose new row ids a state needs when its tree is read anew. */
export function namesToKeep(state: TreeState): readonly string[] {
  const names = (state.selection === undefined ? [] : [state.selection]).filter(({ id }) => id >= 0);
  const overridden = [...state.overrides].filter(([id]) => id >= 0).map(([, override]) => override);
  return [...new Set([...names, ...overridden].flatMap(({ name }) => (name === undefined ? [] : [name])))];
}

/**
 * The state on a tree that was read anew, for a new revision or another grouping. What was selected and opened is found
 * again by name: row ids of another revision mean nothing. A search stays, and has found nothing until it is asked again.
 */
export function onNewTree(state: TreeState, skeleton: TreeSkeleton, processIds: ReadonlyMap<string, number>, frame: Frame): TreeState {
  const tree = indexTree(skeleton);
  const idIn = (id: number, name: string | undefined): number | undefined =>
    name === undefined ? undefined : idNamed(tree, id, name, processIds);
  const overrides = new Map<number, Override>();
  for (const [id, override] of state.overrides) {
    const newId = idIn(id, override.name);
    if (newId !== undefined) overrides.set(newId, override);
  }
  const again = (selection: Selection): readonly Selection[] => {
    const id = idIn(selection.id, selection.name);
    return id === undefined ? [] : [{ ...selection, id }];
  };
  const { selection, subject: _subject, search, connectionId: _connection, ...kept } = state;
  const [selected] = selection === undefined ? [] : again(selection);
  const next = withNewScene(
    {
      ...kept,
      tree,
      isStale: false,
      overrides,
      rows: new Map(),
      ...(selected === undefined ? {} : { selection: selected }),
      ...(search === undefined ? {} : { search: { ...search, rows: new Int32Array(0) } }),
    },
    frame,
  );
  const wanted = state.hasChosen ? selectedRowIn(tree, selected) : firstRowToShow(tree, frame);
  const revealed = wanted < 0 ? next : withRowRevealed(next, wanted, frame);
  return withSelectionKept(revealed, frame);
}

function idNamed(tree: TreeIndex, oldId: number, name: string, processIds: ReadonlyMap<string, number>): number | undefined {
  if (oldId >= 0) return processIds.get(name);
  const row = tree.rowOfPath.get(name);
  return row === undefined ? undefined : tree.skeleton.ids[row];
}

function selectedRowIn(tree: TreeIndex, selection: Selection | undefined): number {
  if (selection === undefined) return -1;
  return selection.id >= 0 ? rowOfProcess(tree, selection.id) : (tree.rowOfGroup[-1 - selection.id] ?? -1);
}

/** Where one looks first: the worst finding's process, and the first of those by time. -1: no finding, the top is as good as any. */
function firstRowToShow(tree: TreeIndex, frame: Frame): number {
  const worst = [...frame.facts.findings].sort(
    (a, b) => levelRank(b.level) - levelRank(a.level) || (a.firstSeenUs ?? 0) - (b.firstSeenUs ?? 0),
  );
  for (const finding of worst) {
    const row = rowOfProcess(tree, finding.process.id);
    if (row >= 0) return row;
  }
  return -1;
}
