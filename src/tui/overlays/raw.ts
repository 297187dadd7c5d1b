import { type Line, textLine, wrapText } from '../drawing/line.js';
import type { Look } from '../drawing/look.js';
import type { KeyPress } from '../keys.js';
import { frameOf, type State } from '../state.js';
import { indentedJson } from './indented-json.js';
import { closes, type OverlayStep, stays } from './outcome.js';
import type { RawOverlay } from './overlay.js';

/** A key over a raw event: it scrolls, goes to the next event or closes. */
export function onRawKey(state: State, raw: RawOverlay, key: KeyPress): OverlayStep {
  if (['escape', 'q', 'r', 'enter'].includes(key.name)) return closes(state);
  const turn = { n: 1, right: 1, N: -1, left: -1 }[key.name];
  if (turn !== undefined) return turned(state, raw, turn);
  const { columns, rows } = frameOf(state).room;
  const page = Math.max(1, rows - 2);
  const last = Math.max(0, rawLines(raw, columns, state.look).length - page);
  const by = { up: -1, k: -1, down: 1, j: 1, pageup: -page, pagedown: page, home: -raw.top, g: -raw.top, end: last, G: last }[key.name];
  return stays(state, { ...raw, top: Math.max(0, Math.min(last, raw.top + (by ?? 0))) });
}

function turned(state: State, raw: RawOverlay, by: number): OverlayStep {
  const place = raw.place + by;
  if (place < 0 || place >= raw.evidence.length) return stays(state, raw);
  return closes(state, { kind: 'readRaw', evidence: raw.evidence, place });
}

/** What the title over a raw event says: where it was read, and which of how many it is. */
export function rawTitle({ evidence, place }: RawOverlay): string {
  const ref = evidence[place];
  if (ref === undefined) return 'Raw event';
  const which = evidence.length > 1 ? `Raw event ${place + 1} of ${evidence.length} (n next, Esc closes)` : 'Raw event (Esc closes)';
  return `${which}: ${ref.source}:${ref.line}`;
}

/** The raw event's lines at this width; or why it can't be read back. */
export function rawLines({ raw }: RawOverlay, columns: number, look: Look): readonly Line[] {
  if (raw.kind === 'gone')
    return wrapText(`The event can't be read back: ${raw.reason}`, columns, look).map((text) => textLine(text, 'warning'));
  return indentedJson(raw.text).flatMap((line) => wrapText(line, columns, look).map((text) => textLine(text)));
}
