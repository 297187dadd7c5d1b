import { type Line, span } from '../drawing/line.js';
import type { Look } from '../drawing/look.js';
import type { Effect } from '../effects.js';
import type { KeyPress } from '../keys.js';
import type { ExportFormat } from '../listing.js';
import { shownListing } from '../shown-listing.js';
import { type State, shownView } from '../state.js';
import { choiceLine, movedPlace } from './chosen-line.js';
import { closes, type OverlayStep, stays } from './outcome.js';
import type { ExportOverlay } from './overlay.js';

interface Choice {
  readonly key: string;
  readonly label: string;
  readonly format?: ExportFormat;
}

/** `format` is absent for the report of all findings, which is no form of what is shown. */
const CHOICES: readonly Choice[] = [
  { key: 'y', label: 'this view as YAML', format: 'yaml' },
  { key: 'j', label: 'this view as JSON', format: 'json' },
  { key: 'c', label: 'this view as CSV', format: 'csv' },
  { key: 'm', label: 'this view as Markdown', format: 'markdown' },
  { key: 'f', label: 'the findings, as workbench export findings writes them' },
];

/** A key in the menu of forms: a form's own key takes it at once. */
export function onExportKey(state: State, overlay: ExportOverlay, key: KeyPress): OverlayStep {
  if (key.name === 'escape' || key.name === 'q' || key.name === 'x') return closes(state);
  const chosen = key.name === 'enter' ? CHOICES[overlay.place] : CHOICES.find((choice) => choice.key === key.name);
  if (chosen !== undefined) return closes(state, effectOf(chosen, state));
  const place = movedPlace(overlay.place, CHOICES.length, key, false);
  return stays(state, place === undefined ? overlay : { ...overlay, place });
}

function effectOf({ format }: Choice, state: State): Effect {
  if (format === undefined) return { kind: 'exportFindings' };
  return { kind: 'exportView', listing: shownListing(state), title: shownView(state).title, format };
}

/** The menu's lines. */
export function exportLines({ place }: ExportOverlay, look: Look): readonly Line[] {
  return CHOICES.map(({ key, label }, at) => choiceLine([span(` ${key} `, 'chip'), span(label)], at === place, look));
}
