import type { Frame } from '../view.js';
import { foldableRows } from './alike-runs.js';
import { baseOpenRows, type ExpansionBase } from './expansion.js';
import { coldRows, noiseRows, rowsApartFrom, rowsOfProcesses } from './marked-rows.js';
import type { TreeIndex } from './tree-index.js';

/**
 * What decides which rows are shown apart from what is opened and closed by hand. Worked out anew when facts, filter or toggles
 * change, so that opening a branch costs one pass over the tree and no more.
 */
export interface Scene {
  readonly base: ExpansionBase;
  readonly isNoiseHidden: boolean;
  /** Whether only the ways to connections and findings are shown. */
  readonly isHotOnly: boolean;
  /** Whether equal siblings are shown as one row. */
  readonly isFolding: boolean;
  /** 1 for rows that a row before them stands for while that is closed. Absent while nothing is folded. */
  readonly folded?: Uint8Array;
  readonly findings: Uint8Array;
  readonly baseOpen: Uint8Array;
  /** 1 for rows that the filter or a toggle hides; absent when nothing does. */
  readonly hidden?: Uint8Array;
  /** 1 for rows that the filter matched; the others stay only as the way to them. Absent without a filter. */
  readonly matches?: Uint8Array;
  /** Processes hidden. */
  readonly hiddenCount: number;
}

/** What the user chose of a scene. */
export type SceneChoice = Pick<Scene, 'base' | 'isNoiseHidden' | 'isHotOnly' | 'isFolding'>;

/** The scene of a tree. */
export function sceneOf(tree: TreeIndex, { base, isNoiseHidden, isHotOnly, isFolding }: SceneChoice, frame: Frame): Scene {
  const findings = rowsOfProcesses(tree, frame.facts.findingsOf.keys());
  const matches = frame.filter === undefined ? undefined : rowsOfProcesses(tree, frame.filter.processIds);
  const filtered = matches === undefined ? undefined : rowsApartFrom(tree, matches);
  const noise = isNoiseHidden ? noiseRows(tree, findings, rowsOfProcesses(tree, frame.facts.noise)) : undefined;
  const cold = isHotOnly ? coldRows(tree, toldRows(tree, frame, findings)) : undefined;
  const hidden = either(either(noise, cold), filtered);
  return {
    base,
    isNoiseHidden,
    isHotOnly,
    isFolding,
    ...(isFolding ? { folded: foldableRows(tree, toldRows(tree, frame, findings), hidden) } : {}),
    findings,
    baseOpen: baseOpenRows(tree, base, { findings, ...(matches === undefined ? {} : { matches }) }),
    ...(hidden === undefined ? {} : { hidden }),
    ...(matches === undefined ? {} : { matches }),
    hiddenCount: processesIn(tree, hidden),
  };
}

/** Findings and what plays a part in one. */
function toldRows(tree: TreeIndex, { facts }: Frame, findings: Uint8Array): Uint8Array {
  return either(findings, rowsOfProcesses(tree, facts.partsOf.keys())) ?? findings;
}

function either(one: Uint8Array | undefined, other: Uint8Array | undefined): Uint8Array | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one.map((value, row) => value | (other[row] ?? 0));
}

function processesIn(tree: TreeIndex, rows: Uint8Array | undefined): number {
  if (rows === undefined) return 0;
  let count = 0;
  for (let row = 0; row < tree.length; row++) if (rows[row] === 1 && (tree.skeleton.ids[row] ?? -1) >= 0) count++;
  return count;
}
