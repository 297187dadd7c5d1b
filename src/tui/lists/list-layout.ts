import type { Size } from '../view.js';

/** A part of a list view that can have the keys. */
export type ListPane = 'list' | 'details';

/** Room of each pane, its title line included. A pane that is not drawn has none. */
export interface ListLayout {
  readonly kind: 'beside' | 'stacked' | 'single';
  readonly panes: Readonly<Partial<Record<ListPane, Size>>>;
}

const BESIDE_COLUMNS = 150;
const STACKED_COLUMNS = 60;
const SEVERAL_PANES_ROWS = 14;

/** Details stand beside the list where the terminal is wide, below it otherwise, and one pane alone where there is no room for two. */
export function listLayout(room: Size, focus: ListPane, isZoomed: boolean): ListLayout {
  if (isZoomed || room.columns < STACKED_COLUMNS || room.rows < SEVERAL_PANES_ROWS) return { kind: 'single', panes: { [focus]: room } };
  if (room.columns >= BESIDE_COLUMNS) return beside(room);
  const listRows = Math.floor(room.rows * (focus === 'list' ? 0.55 : 0.35));
  const size = (rows: number): Size => ({ columns: room.columns, rows });
  return { kind: 'stacked', panes: { list: size(listRows), details: size(room.rows - listRows) } };
}

function beside({ columns, rows }: Size): ListLayout {
  const listColumns = Math.floor(columns * 0.62);
  return { kind: 'beside', panes: { list: { columns: listColumns, rows }, details: { columns: columns - listColumns - 1, rows } } };
}
