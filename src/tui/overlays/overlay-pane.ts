import type { PaneParts } from '../drawing/pane.js';
import { frameOf, type State } from '../state.js';
import { copyLines } from './copy.js';
import { exportLines } from './export-choice.js';
import { fuzzyLines } from './fuzzy.js';
import { helpLines, helpTitle } from './help.js';
import { noteLines } from './note-list.js';
import type { Overlay } from './overlay.js';
import { paletteLines } from './palette.js';
import { rawLines, rawTitle } from './raw.js';

/** The pane that an overlay is drawn as in place of the view; `undefined` for a prompt, which is drawn below it. */
export function overlayPane(state: State, overlay: Overlay): PaneParts | undefined {
  const { room: size, look } = frameOf(state);
  const common = { size, look, isFocused: true };
  const height = size.rows - 1;
  switch (overlay.kind) {
    case 'prompt':
      return undefined;
    case 'help':
      return { ...common, ...scrolled(helpLines(state, overlay), overlay.top, height), title: helpTitle(state, overlay) };
    case 'palette':
      return { ...common, title: 'Commands (type to find, Enter runs, Esc closes)', lines: paletteLines(state, overlay, height) };
    case 'copy':
      return { ...common, title: 'Copy (its key or Enter copies, Esc closes)', lines: copyLines(overlay, look) };
    case 'export':
      return { ...common, title: 'Write to a file (its key or Enter writes, Esc closes)', lines: exportLines(overlay, look) };
    case 'fuzzy':
      return { ...common, title: 'Processes (type to find, Enter goes there, Esc closes)', lines: fuzzyLines(state, overlay, height) };
    case 'notes':
      return {
        ...common,
        title: 'Notes and bookmarks (Enter goes there, D takes away, Esc closes)',
        note: String(state.notes.length),
        lines: noteLines(state, overlay, height),
      };
    case 'raw':
      return { ...common, ...scrolled(rawLines(overlay, size.columns, look), overlay.top, height), title: rawTitle(overlay) };
  }
}

function scrolled(all: PaneParts['lines'], top: number, height: number): Pick<PaneParts, 'lines' | 'note'> {
  const lines = all.slice(top, top + height);
  return all.length <= height ? { lines } : { lines, note: `lines ${top + 1}-${top + lines.length} of ${all.length}` };
}
