import type { ListRows } from './list-rows.js';

/** Where one is in a list: by the name of its row, so that the list may change around it. */
export interface ListState {
  /** Absent: the first row. */
  readonly selected?: string;
  /** Place of the first row on the screen. */
  readonly top: number;
}

/** Place of the selected row: the first one when what was selected is gone, -1 in an empty list. */
export function selectedIn(state: ListState, rows: ListRows): number {
  const place = state.selected === undefined ? -1 : rows.placeOf(state.selected);
  return place < 0 ? Math.min(0, rows.length - 1) : place;
}

/** The list with the selection moved and kept on the screen. */
export function movedBy<S extends ListState>(state: S, rows: ListRows, by: number, height: number): S {
  return movedTo(state, rows, Math.min(rows.length - 1, Math.max(0, selectedIn(state, rows) + by)), height);
}

/** The list with the row at a place selected and on the screen; unchanged when there is no such row. */
export function movedTo<S extends ListState>(state: S, rows: ListRows, place: number, height: number): S {
  const selected = rows.nameAt(place);
  return selected === undefined ? state : { ...state, selected, top: topFor(state.top, place, rows.length, height) };
}

/** The first row on the screen that keeps `place` on it, moved as little as possible. */
export function topFor(top: number, place: number, length: number, height: number): number {
  const least = Math.max(0, place - height + 1);
  return Math.max(least, Math.min(top, Math.max(0, place), Math.max(0, length - height)));
}
