import type { Grouping, TreeRow } from '../../model/case-view.js';
import type { Container } from '../../model/process.js';
import type { ProcessDetails } from '../effects.js';
import type { Frame } from '../view.js';
import { withRunsOpen } from './alike-runs.js';
import { type Overrides, withOverrides } from './expansion.js';
import { type Scene, type SceneChoice, sceneOf } from './scene.js';
import { EMPTY_TREE, type TreeIndex } from './tree-index.js';
import { type Pane, treeLayout } from './tree-layout.js';
import { visibleRows } from './visible-rows.js';

/** A row of the tree by name. */
export interface Selection {
  /** The tree's id: a process's row id, or `-1 - group`. Holds within a revision. */
  readonly id: number;
  /** Exec id of a process, path of a group: holds across revisions. Absent until the row was read. */
  readonly name?: string;
}

/** What the details pane is about. */
export type Subject =
  | { readonly kind: 'process'; readonly processId: number; readonly details: ProcessDetails | undefined }
  | { readonly kind: 'container'; readonly containerId: number; readonly container: Container | undefined };

/** What was searched for, and the rows found, ascending, those that are hidden too. */
export interface Search {
  readonly text: string;
  readonly rows: Int32Array;
}

/** The state of the tree view. */
export interface TreeState {
  readonly tree: TreeIndex;
  readonly grouping: Grouping;
  /** True while the tree on the screen is not the one to be shown: it is being read. */
  readonly isStale: boolean;
  readonly overrides: Overrides;
  readonly scene: Scene;
  /** 1 for each open row. */
  readonly open: Uint8Array;
  /** Rows shown. */
  readonly shown: Int32Array;
  readonly selection?: Selection;
  /** False until somebody chose a row: until then the worst finding is chosen for them. */
  readonly hasChosen: boolean;
  /** Place of the first unpinned row on the screen. */
  readonly top: number;
  readonly focus: Pane;
  readonly isZoomed: boolean;
  /** Rows of the screenful, by process id; `undefined` for ids that turned out not to exist. */
  readonly rows: ReadonlyMap<number, TreeRow | undefined>;
  readonly subject?: Subject;
  readonly detailsTop: number;
  /** The connection chosen, by row; absent: the first one. */
  readonly connectionId?: number;
  readonly search?: Search;
  /** The process to go to once its row in this revision is known. */
  readonly wantedExecId?: string;
}

/** The state before anything was read. */
export function initialTreeState(): TreeState {
  const empty = new Uint8Array(0);
  return {
    tree: EMPTY_TREE,
    grouping: 'pod',
    isStale: true,
    overrides: new Map(),
    scene: {
      base: 'interesting',
      isNoiseHidden: false,
      isHotOnly: false,
      isFolding: true,
      findings: empty,
      baseOpen: empty,
      hiddenCount: 0,
    },
    open: empty,
    shown: new Int32Array(0),
    hasChosen: false,
    top: 0,
    focus: 'tree',
    isZoomed: false,
    rows: new Map(),
    detailsTop: 0,
  };
}

/** Lines that the tree's rows have. */
export function treeHeight(state: TreeState, frame: Frame): number {
  const size = treeLayout(frame.room, state.focus, state.isZoomed).panes.tree;
  return Math.max(1, (size?.rows ?? frame.room.rows) - 1);
}

/** The state with its open and shown rows worked out from scene and overrides. Nothing that the search found is folded away. */
export function withShownRows(state: TreeState): TreeState {
  const { baseOpen, folded, hidden } = state.scene;
  const byHand = withOverrides(state.tree, baseOpen, state.overrides);
  const open = folded === undefined || state.search === undefined ? byHand : withRunsOpen(byHand, folded, state.search.rows);
  return { ...state, open, shown: visibleRows(state.tree, open, hidden, folded) };
}

/** The state with everything that facts, filter and toggles decide worked out anew. */
export function withNewScene(state: TreeState, frame: Frame, change: Partial<SceneChoice> = {}): TreeState {
  return withShownRows({ ...state, scene: sceneOf(state.tree, { ...state.scene, ...change }, frame) });
}
