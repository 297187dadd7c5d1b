import { keysToRow } from '../key-moves.js';
import { isKeyName } from '../keys.js';
import { overlayPane } from '../overlays/overlay-pane.js';
import type { ProgramStore } from '../program-store.js';
import { withoutStyles } from '../shown-listing.js';
import { frameOf, type State, shownView } from '../state.js';
import { spokenDetails, spokenHeader, spokenOverlay, spokenRows, spokenSelection } from './spoken-lines.js';

/** The interface as a conversation: a line goes in, lines come out, and nothing that was said changes. */
export interface PlainSession {
  /** What is said before the first line. */
  greeting(): readonly string[];
  /** What a typed line comes to. */
  take(line: string): readonly string[];
  /** What is said once something arrived that was asked for before. */
  arrived(): readonly string[];
  /** What the next line is asked for. */
  prompt(): string;
}

const HOW_TO =
  'Type the name of a key and Enter: j down, k up, e next finding, l opens a branch; several at once: jjj. A number selects the row, an empty line repeats it with all details, rows lists all, ? says every key, q leaves.';

/** A session over a program that has no screen. */
export function plainSession(store: ProgramStore): PlainSession {
  return {
    greeting: () => [...spokenHeader(store.state()), HOW_TO, ...spokenRows(store.state())],
    take: (line) => taken(store, line.trim()),
    arrived: () => said(store, store.state()),
    prompt: () => promptOf(store.state()),
  };
}

function promptOf({ overlay }: State): string {
  if (overlay === undefined) return '> ';
  return overlay.kind === 'prompt' ? `${overlay.purpose.kind} (empty leaves): ` : 'number (empty leaves): ';
}

function taken(store: ProgramStore, line: string): readonly string[] {
  const before = store.state();
  if (before.overlay !== undefined) answered(store, line);
  else if (line === '') return [spokenSelection(before), ...spokenDetails(before)];
  else if (line === 'rows') return spokenRows(before);
  else if (/^\d+$/.test(line)) press(store, keysToRow(viewRows(before), Number(line)) ?? []);
  else pressWords(store, line);
  return said(store, before);
}

/** A line for what is open: text for a prompt, a number for a list, anything else narrows what can be narrowed. */
function answered(store: ProgramStore, line: string): void {
  const { overlay } = store.state();
  if (line === '') {
    press(store, ['escape']);
    return;
  }
  const number = /^\d+$/.test(line) && overlay?.kind !== 'prompt' ? overlayKeys(store.state(), Number(line)) : undefined;
  if (number !== undefined) {
    press(store, [...number, 'enter']);
    return;
  }
  store.dispatch({ kind: 'userPasted', text: line });
  if (overlay?.kind === 'prompt') press(store, ['enter']);
}

function overlayKeys(state: State, row: number): readonly string[] | undefined {
  const pane = state.overlay === undefined ? undefined : overlayPane(state, state.overlay);
  return keysToRow(pane?.lines.map(({ isSelected }) => isSelected === true) ?? [], row);
}

function viewRows(state: State): readonly boolean[] {
  const frame = frameOf(state);
  return shownView(state)
    .rows(frame)
    .map((line) => withoutStyles(line).startsWith(frame.look.glyphs.cursor));
}

/** Words are names of keys, or keys of one character each. What follows a key that opens a prompt is typed into that. */
function pressWords(store: ProgramStore, line: string): void {
  let rest = line;
  while (rest !== '' && store.state().overlay === undefined) {
    const [word = ''] = rest.split(' ');
    const key = isKeyName(word) ? word : (Array.from(rest)[0] ?? '');
    press(store, [key]);
    rest = rest.slice(key.length).trim();
  }
  if (rest !== '') answered(store, rest);
}

function press(store: ProgramStore, keys: readonly string[]): void {
  for (const name of keys) store.dispatch({ kind: 'userPressed', key: { name } });
}

/** What changed, and where one is now. */
function said(store: ProgramStore, before: State): readonly string[] {
  const now = store.state();
  const { overlay, notice } = now;
  const notices = notice === undefined ? [] : [notice.text];
  if (overlay?.kind === 'prompt') return overlay.error === undefined ? notices : [overlay.error];
  if (overlay !== undefined) {
    const lines = spokenOverlay(now, overlay);
    // There is nothing to choose from in these: they are said, and done.
    if (overlay.kind === 'help' || overlay.kind === 'raw') press(store, ['escape', 'escape']);
    return lines;
  }
  const isElsewhere = now.viewId !== before.viewId || now.filter !== before.filter;
  return [...notices, ...(isElsewhere ? spokenRows(now) : [spokenSelection(now)])];
}
