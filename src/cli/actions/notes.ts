import { listing } from '../../export/listing.js';
import { noteShape, notesPage } from '../../export/note-shape.js';
import type { CaseView } from '../../model/case-view.js';
import { UserError } from '../../model/error.js';
import { parseFilterValues } from '../../model/filter-grammar.js';
import { byTime, connectionTarget, findingTarget, type Note, type NoteTarget, processTarget } from '../../model/note.js';
import { printable } from '../../model/printable.js';
import { formatTime, type TimeUs } from '../../model/time.js';
import { addNote, removeNote } from '../../store/open.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { documentFormat } from '../listing-output.js';
import type { CaseOptions } from '../options/case-options.js';
import type { OutputOptions, StyleOptions } from '../options/output-options.js';
import { openOutput, writeAll } from '../output.js';
import { withCase } from '../session.js';
import { textStyle } from '../text/style.js';
import { type Column, tableLines } from '../text/table.js';
import { counted, whenText } from '../text/wording.js';

/** Options of `notes list` and `notes export`. */
export type NotesOptions = CaseOptions & OutputOptions & StyleOptions & { readonly format: string };

/** Lists the notes of a case. */
export async function notesList(call: Call<NotesOptions>): Promise<ExitCode> {
  const { options, world } = call;
  return withCase(
    call,
    async ({ caseFile }) => {
      const output = openOutput(world, options);
      const notes = byTime(caseFile.notes());
      const format = documentFormat(options.format);
      if (format !== undefined) {
        await writeAll(output, listing(format, 'notes', notes.map(noteShape)));
        return EXIT.ok;
      }
      await writeAll(output, tableLines(COLUMNS, notes, textStyle(world, options)));
      if (options.quiet !== true) world.stderr.write(`${notes.length === 0 ? 'no notes' : counted(notes.length, 'note')}\n`);
      return EXIT.ok;
    },
    { hasFilter: false },
  );
}

const COLUMNS: readonly Column<Note>[] = [
  { title: 'ID', isRight: true, text: ({ id }) => String(id) },
  { title: 'TIME (UTC)', isRigid: true, text: ({ atUs }) => whenText(atUs) },
  { title: 'ABOUT', text: ({ subject }) => subject.kind },
  { title: 'NOTE', text: ({ text }) => (text === '' ? '(bookmark)' : text) },
  { title: 'WHAT', text: ({ label }) => label },
];

/** Options of `notes add`. */
export type NotesAddOptions = CaseOptions &
  StyleOptions & {
    readonly text?: string;
    readonly process?: string;
    readonly connection?: number;
    readonly finding?: string;
    readonly at?: string;
  };

/** Writes a note about what the options name. */
export async function notesAdd(call: Call<NotesAddOptions>): Promise<ExitCode> {
  const { options, world } = call;
  return withCase(
    call,
    async ({ view, path }) => {
      const note = addNote(path, { ...targetOf(view, options), text: options.text ?? '' }, Date.now() * 1000);
      if (options.quiet !== true)
        world.stderr.write(`${note.text === '' ? 'bookmark' : 'note'} ${note.id}: ${note.subject.kind} ${printable(note.label)}\n`);
      return EXIT.ok;
    },
    { hasFilter: false },
  );
}

function targetOf(view: CaseView, options: NotesAddOptions): NoteTarget {
  const { process, connection, finding } = options;
  const atUs = options.at === undefined ? undefined : timeOf(options.at);
  if ([process, connection, finding].filter((one) => one !== undefined).length > 1)
    throw new UserError('a note is about one thing', 'Name one of --process, --connection and --finding.');
  const target = named(view, options);
  if (target !== undefined) return atUs === undefined ? target : { ...target, atUs };
  if (atUs !== undefined) return { subject: { kind: 'moment', atUs }, label: formatTime(atUs), atUs };
  throw new UserError('nothing is named that the note is about', 'Add --process, --connection, --finding or --at.');
}

function named(view: CaseView, { process, connection, finding }: NotesAddOptions): NoteTarget | undefined {
  if (process !== undefined) return processTarget(there(view.process(view.processWithExecId(process) ?? -1), `process ${process}`));
  if (connection !== undefined) return connectionTarget(there(view.connection(connection), `connection ${connection}`));
  if (finding === undefined) return undefined;
  return findingTarget(
    there(
      view.findings().find(({ id }) => id === finding),
      `finding ${finding}`,
    ),
  );
}

function there<Thing>(found: Thing | undefined, name: string): Thing {
  if (found === undefined)
    throw new UserError(`there is no ${printable(name)} in this case`, 'detect, processes and connections list what there is.');
  return found;
}

function timeOf(text: string): TimeUs {
  const term = parseFilterValues('since', text);
  if (term.kind === 'time') return term.us;
  throw new UserError(`"${printable(text)}" is no time`, 'Write one like 2026-11-20T16:37:00Z.');
}

/** Options of `notes remove`. */
export type NotesRemoveOptions = CaseOptions & StyleOptions & { readonly id: number };

/** Takes a note away. */
export async function notesRemove(call: Call<NotesRemoveOptions>): Promise<ExitCode> {
  const { options, world } = call;
  return withCase(
    call,
    async ({ path }) => {
      if (!removeNote(path, options.id)) throw new UserError(`there is no note ${options.id}`, 'workbench notes list shows them.');
      if (options.quiet !== true) world.stderr.write(`took note ${options.id} away\n`);
      return EXIT.ok;
    },
    { hasFilter: false },
  );
}

/** Writes the notes as YAML or Markdown. */
export async function notesExport(call: Call<NotesOptions>): Promise<ExitCode> {
  const { options, world } = call;
  return withCase(
    call,
    async ({ caseFile }) => {
      const output = openOutput(world, options);
      const notes = byTime(caseFile.notes());
      await writeAll(output, options.format === 'markdown' ? [notesPage(notes)] : listing('yaml', 'notes', notes.map(noteShape)));
      return EXIT.ok;
    },
    { hasFilter: false },
  );
}
