import type { KeyPress } from '../keys.js';
import type { State } from '../state.js';
import { onCopyKey } from './copy.js';
import { onExportKey } from './export-choice.js';
import { onFuzzyKey } from './fuzzy.js';
import { onHelpKey } from './help.js';
import { onNotesKey } from './note-list.js';
import type { OverlayStep } from './outcome.js';
import type { Overlay } from './overlay.js';
import { onPaletteKey } from './palette.js';
import { onPromptKey, withLine } from './prompt.js';
import { onRawKey } from './raw.js';
import { pastedText, withPasted } from './typed-text.js';

/** What a key makes of the overlay that is open. */
export function onOverlayKey(state: State, overlay: Overlay, key: KeyPress): OverlayStep {
  switch (overlay.kind) {
    case 'help':
      return onHelpKey(state, overlay, key);
    case 'palette':
      return onPaletteKey(state, overlay, key);
    case 'prompt':
      return onPromptKey(state, overlay, key);
    case 'copy':
      return onCopyKey(state, overlay, key);
    case 'export':
      return onExportKey(state, overlay, key);
    case 'fuzzy':
      return onFuzzyKey(state, overlay, key);
    case 'notes':
      return onNotesKey(state, overlay, key);
    case 'raw':
      return onRawKey(state, overlay, key);
  }
}

/** The state after a paste: it goes into the line being typed, and nowhere when none is. */
export function onOverlayPaste(state: State, pasted: string): State {
  const { overlay } = state;
  const text = pastedText(pasted);
  switch (overlay?.kind) {
    case 'prompt':
      return { ...state, overlay: withLine(overlay, withPasted(overlay, text)) };
    case 'help':
      return { ...state, overlay: { ...overlay, query: overlay.query + text, top: 0 } };
    case 'palette':
    case 'fuzzy':
      return { ...state, overlay: { ...overlay, query: overlay.query + text, place: 0 } };
    default:
      return state;
  }
}
