import { answerOf } from '../export/answers.js';
import { yamlText } from '../export/yaml.js';
import type { CaseView } from '../model/case-view.js';
import { UserError } from '../model/error.js';
import type { CaseFile } from '../store/open.js';
import { type ExportFormat, rowCount, type ViewListing } from '../tui/listing.js';
import { saveAnswer } from './answers-file.js';
import { CASE_REPORT_FORMATS, casePage, caseReport } from './case-report.js';
import { containerLookup } from './containers.js';
import { reportDocument, runRules } from './detection-run.js';
import { saveFindings } from './findings-file.js';
import type { ActedCase } from './interface-actions.js';
import { writeNumbered } from './numbered-file.js';
import { counted } from './text/wording.js';
import { viewFile } from './view-file.js';

/** Writes what all rules say into a file; gives back what was done, for a person. */
export function exportFindings(caseFile: CaseFile): string {
  const { view } = caseFile;
  const report = caseFile.atOneMoment(() => runRules({ caseFile }));
  const path = saveFindings(yamlText(reportDocument({ view, sources: view.sources() }, report, report.findings)));
  return `${counted(report.findings.length, 'finding')} in ${path}`;
}

/** Adds a process as the answer to a question. Throws a `UserError` when the case holds it no more. */
export function exportAnswer(view: CaseView, question: string, processId: number): string {
  const process = view.process(processId);
  if (process === undefined) throw new UserError('that process is gone: the case has changed', 'Select it again.');
  return saveAnswer({ path: 'answers.yaml', question, answer: answerOf(process, containerLookup(view)(process)) }).message;
}

const ENDINGS: Readonly<Record<ExportFormat, string>> = { yaml: 'yaml', json: 'json', csv: 'csv', markdown: 'md' };

/** Writes what a view shows into a new file. */
export function exportView(view: CaseView, listing: ViewListing, title: string, format: ExportFormat): string {
  const name = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const path = writeNumbered(name, ENDINGS[format], viewFile(view, listing, format));
  const rows = rowCount(listing);
  return rows === undefined ? `wrote ${path}` : `wrote ${path}: ${counted(rows, 'row')}`;
}

/** Writes the report of the case into new files. */
export function writeReport({ caseFile, title }: ActedCase): string {
  const report = caseReport(caseFile.view, caseFile.notes(), title);
  const written = CASE_REPORT_FORMATS.map((format) => writeNumbered('report', format === 'html' ? 'html' : 'md', casePage(report, format)));
  return `wrote ${written.join(' and ')}`;
}
