import Fuse from 'fuse.js';
import { type Line, span, textLine } from '../drawing/line.js';
import { commandsElsewhere, offeredCommands } from '../keymap.js';
import { type KeyPress, keyLabel } from '../keys.js';
import type { State } from '../state.js';
import type { OfferedCommand } from '../view.js';
import { chooses, closes, type OverlayStep, stays } from './outcome.js';
import type { PaletteOverlay } from './overlay.js';
import { editedText } from './typed-text.js';

/** A key in the palette: it types, moves, runs the command or closes. */
export function onPaletteKey(state: State, palette: PaletteOverlay, key: KeyPress): OverlayStep {
  const found = foundCommands(state, palette.query);
  const chosen = found[palette.place];
  if (key.name === 'escape') return closes(state);
  if (key.name === 'enter') return chosen === undefined ? stays(state, palette) : chooses(state, chosen);
  const by = { up: -1, 'ctrl+p': -1, down: 1, 'ctrl+n': 1 }[key.name];
  if (by !== undefined) return stays(state, { ...palette, place: Math.max(0, Math.min(found.length - 1, palette.place + by)) });
  const query = editedText(palette.query, key);
  return query === undefined ? stays(state, palette) : stays(state, { ...palette, query, place: 0 });
}

/** Commands that the typed text may mean, best first: in the key map's order while nothing is typed. */
function foundCommands(state: State, query: string): readonly OfferedCommand[] {
  const here = offeredCommands(state).filter(({ id }) => id !== 'palette');
  const commands = [...here, ...commandsElsewhere(state)];
  if (query.trim() === '') return commands;
  const fuse = new Fuse(commands, { keys: ['description', 'id'], ignoreLocation: true, threshold: 0.4 });
  return fuse.search(query).map(({ item }) => item);
}

/** The palette's lines, the typed text first, at most `height`. */
export function paletteLines(state: State, { query, place }: PaletteOverlay, height: number): readonly Line[] {
  const { look } = state;
  const found = foundCommands(state, query);
  const typed: Line = { spans: [span(' : ', 'chip'), span(query), span(look.isAscii ? '_' : '█')] };
  if (found.length === 0) return [typed, textLine(` No command holds "${query}".`, 'quiet')];
  const top = Math.max(0, place - Math.max(0, height - 2));
  const rows = found.slice(top, top + height - 1).map((command, at) => commandLine(command, top + at === place, state));
  return [typed, ...rows];
}

const KEY_COLUMNS = 22;

function commandLine({ keys, description, off, pane }: OfferedCommand, isChosen: boolean, { look }: State): Line {
  const spans = [
    span(isChosen ? look.glyphs.cursor : ' ', 'strong'),
    span(` ${keys.map((key) => keyLabel(key, look.isAscii)).join(' ')}`.padEnd(KEY_COLUMNS), 'chip'),
    span(description, off === undefined ? undefined : 'quiet'),
    span(pane === undefined ? '' : ` (${pane})`, 'quiet'),
    span(off === undefined ? '' : `  off: ${off}`, 'quiet'),
  ];
  return isChosen ? { spans, isSelected: true } : { spans };
}
