import { keysToMove, keysToRow } from '../key-moves.js';
import type { Frame, ScreenPlace } from '../view.js';
import { connectionLines } from './connection-lines.js';
import { selectedPlace } from './selecting.js';
import { PANES, type Pane, treeLayout } from './tree-layout.js';
import { type TreeState, treeHeight } from './tree-state.js';
import { placeOf } from './visible-rows.js';
import { treeWindow } from './window.js';

/** The keys that give the pane at a place the keys, and move to its row there. `undefined` where there is no row. */
export function pointedInTree(state: TreeState, at: ScreenPlace, frame: Frame): readonly string[] | undefined {
  const found = paneAt(state, at, frame);
  if (found === undefined) return undefined;
  const keys = keysWithin(state, found.pane, found.row, frame);
  if (keys === undefined) return undefined;
  return found.pane === state.focus ? keys : [String(PANES.indexOf(found.pane) + 1), ...keys];
}

interface PanePlace {
  readonly pane: Pane;
  /** Within the pane, its title being row 0. */
  readonly row: number;
}

function paneAt(state: TreeState, { column, row }: ScreenPlace, frame: Frame): PanePlace | undefined {
  const { kind, panes } = treeLayout(frame.room, state.focus, state.isZoomed);
  if (kind === 'single') return { pane: state.focus, row };
  const treeRows = panes.tree?.rows ?? 0;
  if (row >= treeRows) {
    const below = kind === 'stacked' && panes.details !== undefined ? 'details' : 'connections';
    return { pane: below, row: row - treeRows };
  }
  if (kind === 'stacked' || column < (panes.tree?.columns ?? 0)) return { pane: 'tree', row };
  return column === panes.tree?.columns ? undefined : { pane: 'details', row };
}

function keysWithin(state: TreeState, pane: Pane, row: number, frame: Frame): readonly string[] | undefined {
  switch (pane) {
    case 'tree':
      return keysToTreeRow(state, row - 1, frame);
    case 'details':
      return [];
    case 'connections': {
      const room = treeLayout(frame.room, 'connections', state.isZoomed).panes.connections;
      const lines = connectionLines(state, frame, Math.max(1, (room?.rows ?? 2) - 1));
      return keysToRow(
        lines.map(({ spans }) => spans[0]?.text === frame.look.glyphs.cursor),
        row,
      );
    }
  }
}

/** Rows that are pinned at the top stand where they are not: their own place may be far above. */
function keysToTreeRow(state: TreeState, line: number, frame: Frame): readonly string[] | undefined {
  const { pinned, rows } = treeWindow(state.tree, state.shown, state.top, treeHeight(state, frame));
  const row = [...pinned, ...rows][line];
  return row === undefined ? undefined : keysToMove(placeOf(state.shown, row) - selectedPlace(state));
}
