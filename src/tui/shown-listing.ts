import type { ViewListing } from './listing.js';
import { frameOf, type State, shownView } from './state.js';

const STYLES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** What the view that is shown would write to a file: what it says it shows, else its lines as they are drawn, without styles. */
export function shownListing(state: State): ViewListing {
  const frame = frameOf(state);
  const view = shownView(state);
  const rows = (): readonly (readonly string[])[] => view.rows(frame).map((line) => [withoutStyles(line)]);
  return view.listing(frame) ?? { kind: 'table', headings: [view.title], rows: rows() };
}

/** A drawn line as text alone. */
export function withoutStyles(line: string): string {
  return line.replace(STYLES, '').trimEnd();
}
