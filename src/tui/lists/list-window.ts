import type { Frame, Size } from '../view.js';
import { listLayout } from './list-layout.js';
import type { ListParts, ListViewState, ListWindow } from './list-parts.js';
import { selectedIn, topFor } from './list-state.js';

/** Lines that rows have: below the title, and the names of columns where there are some. */
export function listHeight<S extends ListViewState>(parts: ListParts<S>, state: S, { room }: Frame): number {
  const rows = listRoom(state, room).rows;
  return Math.max(1, rows - (isHeadingShown(parts, state, room) ? 2 : 1));
}

/** Whether there is room for the names of the columns. */
export function isHeadingShown<S extends ListViewState>(parts: ListParts<S>, state: S, room: Size): boolean {
  return parts.heading !== undefined && listRoom(state, room).rows >= LEAST_ROWS_WITH_HEADING;
}

const LEAST_ROWS_WITH_HEADING = 4;

function listRoom(state: ListViewState, room: Size): Size {
  return listLayout(room, state.pane, state.isZoomed).panes.list ?? room;
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
