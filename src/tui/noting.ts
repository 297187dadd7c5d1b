import { type Note, type NoteTarget, subjectKey } from '../model/note.js';
import type { TargetPurpose } from './effects.js';
import { warned } from './notice.js';
import type { State } from './state.js';
import type { Focus, Step } from './view.js';
import { VIEWS } from './views/index.js';

/** What follows once it is known what a note or bookmark is to be about: a line to type, or the bookmark at once. */
export function onTarget(state: State, purpose: TargetPurpose, target: NoteTarget | undefined): Step<State> {
  if (target === undefined) return [{ ...state, notice: warned('nothing that a note can be about is selected') }, []];
  if (purpose === 'note') return [{ ...state, overlay: { kind: 'prompt', purpose: { kind: 'note', target }, text: '' } }, []];
  const key = subjectKey(target.subject);
  const bookmark = state.notes.find(({ text, subject }) => text === '' && subjectKey(subject) === key);
  return [state, [bookmark === undefined ? { kind: 'saveNote', draft: { ...target, text: '' } } : { kind: 'removeNote', note: bookmark }]];
}

/** Views that show what a note is about better than the tree does, where there are such. */
const VIEW_OF: Readonly<Record<Note['subject']['kind'], string>> = {
  process: 'tree',
  finding: 'tree',
  connection: 'connections',
  moment: 'timeline',
};

/** Goes to what a note is about. */
export function onNoteFocus(state: State, { subject, label }: Note, focus: Focus | undefined): Step<State> {
  if (focus === undefined) return [{ ...state, notice: warned(`not in this case, or not yet: ${label}`) }, []];
  const viewId = VIEW_OF[subject.kind];
  const isThere = VIEWS.some(({ id }) => id === viewId);
  if (viewId !== 'tree' && isThere) return [state, [{ kind: 'goToView', viewId, focus }]];
  if (focus.processId !== undefined) return [state, [{ kind: 'goToProcess', processId: focus.processId }]];
  return [{ ...state, notice: warned(`no view shows a moment: ${label}`) }, []];
}
