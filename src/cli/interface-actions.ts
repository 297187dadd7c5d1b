import { answerOf } from '../export/answers.js';
import { yamlText } from '../export/yaml.js';
import type { CaseView } from '../model/case-view.js';
import { UserError } from '../model/error.js';
import type { Note, NoteDraft } from '../model/note.js';
import { addNote, type CaseFile, removeNote } from '../store/open.js';
import { type ExportFormat, rowCount, type ViewListing } from '../tui/listing.js';
import type { ActionResult, InterfaceActions } from '../tui/options.js';
import { saveAnswer } from './answers-file.js';
import { CASE_REPORT_FORMATS, casePage, caseReport } from './case-report.js';
import { containerLookup } from './containers.js';
import { reportDocument, runRules } from './detection-run.js';
import { saveFindings } from './findings-file.js';
import { writeNumbered } from './numbered-file.js';
import { counted } from './text/wording.js';
import { viewFile } from './view-file.js';

/** What the interface can ask to be written of a case. */
export interface ActedCase {
  readonly caseFile: CaseFile;
  readonly path: string;
  readonly title: string;
  /** The clock, in microseconds since the epoch. */
  nowUs(): number;
  rememberFilter(text: string): void;
}

/** Writes for the interface, which writes nothing itself. */
export function actionsOn(acted: ActedCase): InterfaceActions {
  const { caseFile, path } = acted;
  const { view } = caseFile;
  return {
    exportFindings: () => resultOf(() => exportFindings(caseFile)),
    exportAnswer: (question, processId) => resultOf(() => exportAnswer(view, question, processId)),
    exportView: (listing, title, format) => resultOf(() => exportView(view, listing, title, format)),
    writeReport: () => resultOf(() => writeReport(acted)),
    notes: () => caseFile.notes(),
    saveNote: (draft) => resultOf(() => keepNote(path, draft, acted.nowUs())),
    removeNote: (note) => resultOf(() => takeAway(path, note)),
    rememberFilter: acted.rememberFilter,
  };
}

function exportFindings(caseFile: CaseFile): string {
  const { view } = caseFile;
  const report = runRules({ caseFile });
  const path = saveFindings(yamlText(reportDocument({ view, sources: view.sources() }, report, report.findings)));
  return `${counted(report.findings.length, 'finding')} in ${path}`;
}

function exportAnswer(view: CaseView, question: string, processId: number): string {
  const process = view.process(processId);
  if (process === undefined) throw new UserError('that process is gone: the case has changed', 'Select it again.');
  return saveAnswer({ path: 'answers.yaml', question, answer: answerOf(process, containerLookup(view)(process)) }).message;
}

const ENDINGS: Readonly<Record<ExportFormat, string>> = { yaml: 'yaml', json: 'json', csv: 'csv', markdown: 'md' };

function exportView(view: CaseView, listing: ViewListing, title: string, format: ExportFormat): string {
  const name = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const path = writeNumbered(name, ENDINGS[format], viewFile(view, listing, format));
  const rows = rowCount(listing);
  return rows === undefined ? `wrote ${path}` : `wrote ${path}: ${counted(rows, 'row')}`;
}

function writeReport({ caseFile, title }: ActedCase): string {
  const report = caseReport(caseFile.view, caseFile.notes(), title);
  const written = CASE_REPORT_FORMATS.map((format) => writeNumbered('report', format === 'html' ? 'html' : 'md', casePage(report, format)));
  return `wrote ${written.join(' and ')}`;
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
