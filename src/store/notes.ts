import { UserError } from '../model/error.js';
import { type Note, type NoteDraft, type NoteSubject, subjectKey } from '../model/note.js';
import type { TimeUs } from '../model/time.js';
import { type CaseDatabase, closeDatabase, openDatabase } from './database.js';

interface NoteRow {
  readonly id: number;
  readonly subject: string;
  readonly label: string;
  readonly text: string;
  readonly at_us: number | null;
  readonly written_at_us: number;
}

/** Every note of a case, in the order in which they were written. */
export function notesOf(database: CaseDatabase): readonly Note[] {
  return database.prepare<[], NoteRow>('select id, subject, label, text, at_us, written_at_us from note order by id').all().map(noteOf);
}

function noteOf({ id, subject, label, text, at_us: atUs, written_at_us: writtenAtUs }: NoteRow): Note {
  return { id, subject: subjectIn(subject), label, text, ...(atUs !== null && { atUs }), writtenAtUs };
}

/** The column holds what `addNote` wrote. */
function subjectIn(document: string): NoteSubject {
  const subject: NoteSubject = JSON.parse(document);
  return subject;
}

/** Keeps a note in the case at a path, on a connection of its own. Throws `UserError` while an import holds the case. */
export function addNote(path: string, draft: NoteDraft, writtenAtUs: TimeUs): Note {
  const { subject, label, text, atUs } = draft;
  return written(path, (database) => {
    const { lastInsertRowid } = database
      .prepare('insert into note (subject_key, subject, label, text, at_us, written_at_us) values (?, ?, ?, ?, ?, ?)')
      .run(subjectKey(subject), JSON.stringify(subject), label, text, atUs ?? null, writtenAtUs);
    return { ...draft, id: Number(lastInsertRowid), writtenAtUs };
  });
}

/** Takes a note out of the case at a path; false when there is none of that number. Throws as `addNote`. */
export function removeNote(path: string, id: number): boolean {
  return written(path, (database) => database.prepare('delete from note where id = ?').run(id).changes > 0);
}

/** An import commits often, but links for longer than anybody at a screen should wait. */
const PATIENCE_MS = 500;

function written<Result>(path: string, act: (database: CaseDatabase) => Result): Result {
  const database = openDatabase(path, 'write');
  try {
    database.pragma(`busy_timeout = ${PATIENCE_MS}`);
    return act(database);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY')) throw error;
    throw new UserError('the case is being written to by an import', 'Try again in a moment.');
  } finally {
    closeDatabase(database);
  }
}
