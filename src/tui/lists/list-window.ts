import type { Frame } from '../view.js';
import { listLayout } from './list-layout.js';
import type { ListParts, ListViewState, ListWindow } from './list-parts.js';
import { selectedIn, topFor } from './list-state.js';

/** Lines that rows have: below the title, and the names of columns where there are some. */
export function listHeight<S extends ListViewState>(parts: ListParts<S>, state: S, { room }: Frame): number {
  const size = listLayout(room, state.pane, state.isZoomed).panes.list;
  const around = parts.heading === undefined ? 1 : 2;
  return Math.max(1, (size?.rows ?? room.rows) - around);
}

/** The rows on the screen. */
export function listWindow<S extends ListViewState>(parts: ListParts<S>, state: S, frame: Frame): ListWindow {
  const rows = parts.rows(state, frame);
  const height = listHeight(parts, state, frame);
  const top = topFor(state.top, selectedIn(state, rows), rows.length, height);
  return { top, count: Math.min(height, rows.length - top) };
}

/** The first line of the details that may be at the top, so that the last page is full. */
export function lastDetailsTop<S extends ListViewState>(parts: ListParts<S>, state: S, frame: Frame): number {
  const size = listLayout(frame.room, state.pane, state.isZoomed).panes.details;
  return size === undefined ? 0 : Math.max(0, parts.details(state, size.columns, frame).length - (size.rows - 1));
}
