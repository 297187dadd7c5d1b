import { printable } from '../../model/printable.js';
import { headerLines } from '../chrome.js';
import type { Line } from '../drawing/line.js';
import { SPOKEN } from '../drawing/look.js';
import { helpLines } from '../overlays/help.js';
import type { Overlay } from '../overlays/overlay.js';
import { overlayPane } from '../overlays/overlay-pane.js';
import { withoutStyles } from '../shown-listing.js';
import { frameOf, type State, shownView } from '../state.js';

/** A line as text of one line, safe to write to a terminal. */
export function spoken({ spans }: Line): string {
  return pausing(printable(spans.map(({ text }) => text).join(''), SPOKEN));
}

/** What is set apart by columns for the eye is set apart by a comma. */
function pausing(text: string): string {
  return text.trim().replaceAll(/ {2,}/g, ', ');
}

/** The case and its counts. */
export function spokenHeader(state: State): readonly string[] {
  return headerLines(state).map(spoken);
}

/** The rows on the screen with numbers to choose them by; the selected one says so. */
export function spokenRows(state: State): readonly string[] {
  const frame = frameOf(state);
  const view = shownView(state);
  const rows = view.rows(frame).map(withoutStyles);
  return [`${view.title}: ${view.place(frame).count}`, ...rows.map((row, at) => `${at + 1}. ${rowText(row)}`)];
}

function rowText(row: string): string {
  const isSelected = row.startsWith(SPOKEN.glyphs.cursor);
  const text = pausing(row.slice(1));
  return isSelected ? `${text} (selected)` : text;
}

/** The selected row and where it stands. */
export function spokenSelection(state: State): string {
  const frame = frameOf(state);
  const row = shownView(state)
    .rows(frame)
    .map(withoutStyles)
    .find((line) => line.startsWith(SPOKEN.glyphs.cursor));
  const { count } = shownView(state).place(frame);
  return row === undefined ? count : `${count}: ${pausing(row.slice(1))}`;
}

/** All that the view knows of its selection. */
export function spokenDetails(state: State): readonly string[] {
  return shownView(state)
    .spoken(frameOf(state))
    .map(spoken)
    .filter((line) => line !== '');
}

/** What an overlay says: every line of it, numbered where one is chosen from. */
export function spokenOverlay(state: State, overlay: Overlay): readonly string[] {
  if (overlay.kind === 'help')
    return helpLines(state, overlay)
      .map(spoken)
      .filter((line) => line !== '');
  const pane = overlayPane(state, overlay);
  if (pane === undefined) return [];
  const isChoice = pane.lines.some(({ isSelected }) => isSelected === true);
  const lines = pane.lines.map((line, at) => (isChoice ? `${at + 1}. ${spoken(line).replace(/^> /, '')}` : spoken(line)));
  return [pane.title, ...lines];
}
