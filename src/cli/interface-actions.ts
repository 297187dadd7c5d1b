import { UserError } from '../model/error.js';
import type { Note, NoteDraft } from '../model/note.js';
import { addNote, type CaseFile, removeNote } from '../store/open.js';
import type { ActionResult, InterfaceActions } from '../tui/options.js';

/** What the interface can ask to be written of a case. */
export interface ActedCase {
  readonly caseFile: CaseFile;
  readonly path: string;
  readonly title: string;
  /** The clock, in microseconds since the epoch. */
  nowUs(): number;
  rememberFilter(text: string): void;
}

type Writing = typeof import('./interface-writing.js');

/** Writes for the interface, which writes nothing itself. */
export function actionsOn(acted: ActedCase): InterfaceActions {
  const { caseFile, path } = acted;
  const { view } = caseFile;
  return {
    exportFindings: () => written(({ exportFindings }) => exportFindings(caseFile)),
    exportAnswer: (question, processId) => written(({ exportAnswer }) => exportAnswer(view, question, processId)),
    exportView: (listing, title, format) => written(({ exportView }) => exportView(view, listing, title, format)),
    writeReport: () => written(({ writeReport }) => writeReport(acted)),
    notes: () => caseFile.notes(),
    saveNote: (draft) => resultOf(() => keepNote(path, draft, acted.nowUs())),
    removeNote: (note) => resultOf(() => takeAway(path, note)),
    rememberFilter: acted.rememberFilter,
  };
}

/** What writes files is loaded for who has something written: it is a third of what the first frame would wait for. */
async function written(write: (writing: Writing) => string): Promise<ActionResult> {
  const writing = await import('./interface-writing.js');
  return resultOf(() => write(writing));
}

function keepNote(path: string, draft: NoteDraft, nowUs: number): string {
  addNote(path, draft, nowUs);
  return `${draft.text === '' ? 'bookmarked' : 'noted'}: ${draft.label}; ' lists notes and bookmarks`;
}

function takeAway(path: string, { id, text, label }: Note): string {
  removeNote(path, id);
  return `took the ${text === '' ? 'bookmark' : 'note'} away: ${label}`;
}

/** The interface shows a user's mistake; a bug goes on to where it is printed. */
function resultOf(act: () => string): ActionResult {
  try {
    return { kind: 'done', message: act() };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { kind: 'failed', message: error.message, ...(error.hint !== undefined && { hint: error.hint }) };
  }
}
