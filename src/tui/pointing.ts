import { headerRows } from './chrome-rows.js';
import { keysToRow } from './key-moves.js';
import { overlayPane } from './overlays/overlay-pane.js';
import type { Pointer } from './pointer.js';
import { withoutStyles } from './shown-listing.js';
import { frameOf, isTooSmall, type State, shownView } from './state.js';

/** Rows that a turn of the wheel moves by. */
const WHEEL_ROWS = 3;

/**
 * The keys that do what the mouse did: a click moves to the row under it, a double click opens that as Enter does, the wheel moves a few
 * rows. So the mouse can do nothing that a key can't, in no view and no overlay.
 */
export function keysOf(state: State, { kind, column, row }: Pointer): readonly string[] {
  if (isTooSmall(state.size)) return [];
  if (kind === 'wheel-up') return repeated('up', WHEEL_ROWS);
  if (kind === 'wheel-down') return repeated('down', WHEEL_ROWS);
  const frame = frameOf(state);
  const at = { column, row: row - headerRows(state.size.rows, state.progress) };
  // What stands beside the view, a lab, has no rows that could be selected.
  if (at.row < 0 || at.row >= frame.room.rows || at.column >= frame.room.columns) return [];
  const keys =
    state.overlay === undefined ? (shownView(state).pointed(at, frame) ?? keysToRow(viewRows(state), at.row)) : overlayKeys(state, at.row);
  return kind === 'double-click' && keys !== undefined ? [...keys, 'enter'] : (keys ?? []);
}

function viewRows(state: State): readonly boolean[] {
  const frame = frameOf(state);
  return shownView(state)
    .rows(frame)
    .map((line) => withoutStyles(line).startsWith(frame.look.glyphs.cursor));
}

function overlayKeys(state: State, row: number): readonly string[] | undefined {
  const pane = state.overlay === undefined ? undefined : overlayPane(state, state.overlay);
  return keysToRow(pane?.lines.map(({ isSelected }) => isSelected === true) ?? [], row);
}

function repeated(key: string, times: number): readonly string[] {
  return Array.from({ length: times }, () => key);
}
