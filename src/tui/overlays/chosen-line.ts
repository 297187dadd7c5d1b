import { type Line, type Span, span } from '../drawing/line.js';
import type { Look } from '../drawing/look.js';
import type { KeyPress } from '../keys.js';

/** A line of a list to choose from: the chosen one has the cursor and is inverse. */
export function choiceLine(spans: readonly Span[], isChosen: boolean, look: Look): Line {
  const all = [span(isChosen ? look.glyphs.cursor : ' ', 'strong'), ...spans];
  return isChosen ? { spans: all, isSelected: true } : { spans: all };
}

/** The place that a key moves to among `count` rows, `undefined` for a key that does not move. Letters move only where none is typed. */
export function movedPlace(place: number, count: number, { name }: KeyPress, isTyping: boolean): number | undefined {
  const by = { up: -1, down: 1, 'ctrl+p': -1, 'ctrl+n': 1, pageup: -10, pagedown: 10, ...(isTyping ? {} : { k: -1, j: 1 }) }[name];
  return by === undefined ? undefined : Math.max(0, Math.min(count - 1, place + by));
}

/** The rows around the chosen one that fit, and the place of the first of them. */
export function shownAround<Row>(
  rows: readonly Row[],
  place: number,
  height: number,
): { readonly rows: readonly Row[]; readonly top: number } {
  const top = Math.max(0, place - Math.max(0, height - 1));
  return { rows: rows.slice(top, top + Math.max(0, height)), top };
}
