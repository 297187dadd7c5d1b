import type { Size } from '../view.js';

/** A part of the tree view that can have the keys. */
export type Pane = 'tree' | 'details' | 'connections';

/** Room of each pane, its title line included. A pane that is not drawn has none. */
export interface TreeLayout {
  readonly kind: 'wide' | 'stacked' | 'single';
  readonly panes: Readonly<Partial<Record<Pane, Size>>>;
}

const WIDE_COLUMNS = 100;
const STACKED_COLUMNS = 60;
const SEVERAL_PANES_ROWS = 14;

/**
 * Where the panes stand. Wide: tree left, details right, connections below. Stacked: tree above, and below it details or connections,
 * the lower one larger while it has the keys. Single: the pane with the keys alone.
 */
export function treeLayout(room: Size, focus: Pane, isZoomed: boolean): TreeLayout {
  if (isZoomed || room.columns < STACKED_COLUMNS || room.rows < SEVERAL_PANES_ROWS) return { kind: 'single', panes: { [focus]: room } };
  return room.columns >= WIDE_COLUMNS ? wide(room) : stacked(room, focus);
}

function wide(room: Size): TreeLayout {
  const connections = Math.min(12, Math.max(5, Math.floor(room.rows / 4)));
  const rows = room.rows - connections;
  const treeColumns = Math.floor(room.columns * 0.6);
  return {
    kind: 'wide',
    panes: {
      tree: { columns: treeColumns, rows },
      details: { columns: room.columns - treeColumns - 1, rows },
      connections: { columns: room.columns, rows: connections },
    },
  };
}

function stacked(room: Size, focus: Pane): TreeLayout {
  const treeRows = Math.floor(room.rows * (focus === 'tree' ? 0.6 : 0.35));
  const lower = { columns: room.columns, rows: room.rows - treeRows };
  return {
    kind: 'stacked',
    panes: { tree: { columns: room.columns, rows: treeRows }, [focus === 'connections' ? 'connections' : 'details']: lower },
  };
}

/** The panes in the order that Tab takes. */
export const PANES: readonly Pane[] = ['tree', 'details', 'connections'];
