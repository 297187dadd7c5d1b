import { byTime, type Note } from '../../model/note.js';
import { formatTime } from '../../model/time.js';
import { type Line, span, textLine } from '../drawing/line.js';
import type { KeyPress } from '../keys.js';
import { said } from '../notice.js';
import type { State } from '../state.js';
import { choiceLine, movedPlace, shownAround } from './chosen-line.js';
import { closes, type OverlayStep, stays } from './outcome.js';
import type { NotesOverlay } from './overlay.js';

/** A key in the list of notes: it goes to what the chosen one is about, takes it away, moves or closes. */
export function onNotesKey(state: State, overlay: NotesOverlay, key: KeyPress): OverlayStep {
  if (['escape', 'q', "'"].includes(key.name)) return closes(state);
  const notes = byTime(state.notes);
  const chosen = notes[overlay.place];
  if (key.name === 'enter' && chosen !== undefined) return closes(state, { kind: 'readNoteFocus', note: chosen });
  if (key.name === 'D' && chosen !== undefined) return closes(state, { kind: 'removeNote', note: chosen });
  if (key.name === 'y' && chosen !== undefined)
    return closes(state, { kind: 'copy', label: 'note', value: chosen.text === '' ? chosen.label : chosen.text });
  if (key.name === 'd') return closes(state, { kind: 'notify', notice: said('D takes a note away for good') });
  const place = movedPlace(overlay.place, notes.length, key, false);
  return stays(state, place === undefined ? overlay : { ...overlay, place });
}

/** The list's lines, by the time of what the notes are about, at most `height`. */
export function noteLines({ notes, look }: State, { place }: NotesOverlay, height: number): readonly Line[] {
  if (notes.length === 0) return [textLine(' No notes yet: m writes one about what is selected, b sets a bookmark.', 'quiet')];
  const shown = shownAround(byTime(notes), place, height);
  return shown.rows.map((note, at) => choiceLine(noteSpans(note), shown.top + at === place, look));
}

function noteSpans({ subject, label, text, atUs }: Note) {
  const time = atUs === undefined ? '' : formatTime(atUs).slice(0, 'YYYY-MM-DDThh:mm:ss'.length).replace('T', ' ');
  return [
    span(` ${time.padEnd(20)}`, 'quiet'),
    span(`${subject.kind.padEnd(11)}`, 'label'),
    span(text === '' ? '' : `${text}  `, 'strong'),
    span(label, text === '' ? undefined : 'quiet'),
  ];
}
