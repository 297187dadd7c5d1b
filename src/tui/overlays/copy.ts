import { type Line, span } from '../drawing/line.js';
import type { Look } from '../drawing/look.js';
import type { KeyPress } from '../keys.js';
import type { State } from '../state.js';
import { closes, type OverlayStep, stays } from './outcome.js';
import type { CopyEntry, CopyOverlay } from './overlay.js';

/** A key in the copy menu: a value's own key takes it at once. */
export function onCopyKey(state: State, copy: CopyOverlay, key: KeyPress): OverlayStep {
  if (key.name === 'escape' || key.name === 'q' || key.name === 'y') return closes(state);
  const by = { up: -1, k: -1, down: 1, j: 1 }[key.name];
  if (by !== undefined) return stays(state, { ...copy, place: Math.max(0, Math.min(copy.entries.length - 1, copy.place + by)) });
  const chosen = key.name === 'enter' ? copy.entries[copy.place] : copy.entries.find((entry) => entry.key === key.name);
  return chosen === undefined ? stays(state, copy) : taken(state, chosen);
}

function taken(state: State, { label, value }: CopyEntry): OverlayStep {
  return closes(state, { kind: 'copy', label, value });
}

/** The menu's lines: each value in full sight, so that it can be taken with the mouse where the terminal has no clipboard for us. */
export function copyLines({ entries, place }: CopyOverlay, look: Look): readonly Line[] {
  return entries.map(({ key, label, value }, at) => {
    const isChosen = at === place;
    const spans = [
      span(isChosen ? look.glyphs.cursor : ' ', 'strong'),
      span(` ${key} `, 'chip'),
      span(label.padEnd(16), 'label'),
      span(value),
    ];
    return isChosen ? { spans, isSelected: true } : { spans };
  });
}
