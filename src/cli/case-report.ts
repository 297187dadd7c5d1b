import type { CaseReport } from '../export/report/case-report.js';
import { reportBlocks } from '../export/report/case-report.js';
import { htmlPage } from '../export/report/html-blocks.js';
import { markdownBlocks } from '../export/report/markdown-blocks.js';
import { trafficOf } from '../export/report/traffic.js';
import type { CaseView } from '../model/case-view.js';
import { NO_FILTER } from '../model/filter.js';
import type { Finding, Incident } from '../model/finding.js';
import type { Note } from '../model/note.js';
import { UNICODE_GLYPHS } from '../tui/drawing/glyphs.js';
import { findingsByProcess } from './findings.js';
import { everyRow } from './pages.js';
import { treeLines } from './text/tree-lines.js';
import { chosenRows } from './tree-selection.js';
import { version } from './version.js';

/** Rows of the tree in a report: beyond them nobody reads on. */
const MOST_TREE_ROWS = 500;

/** Everything that the report of a case tells. */
export function caseReport(view: CaseView, notes: readonly Note[], title: string): CaseReport {
  const findings = view.findings().filter(({ status }) => status !== 'suppressed');
  const incidents = view.incidents();
  return {
    title,
    version: version(),
    overview: view.overview(),
    incidents,
    findings,
    treeLines: drawnTree(view, findings, incidents),
    traffic: trafficOf(
      everyRow((page) => view.connections(NO_FILTER, page)),
      findings,
    ),
    notes,
  };
}

function drawnTree(view: CaseView, findings: readonly Finding[], incidents: readonly Incident[]): readonly string[] {
  const parts = [
    ...findings.map(({ process }) => process.execId),
    ...incidents.flatMap(({ steps }) => steps.map(({ process }) => process.execId)),
  ];
  const matching = new Set([...new Set(parts)].flatMap((execId) => view.processWithExecId(execId) ?? []));
  if (matching.size === 0) return [];
  const skeleton = view.tree('pod');
  const rows = chosenRows(skeleton, { matching, withAncestors: true, withDescendants: false, withGroups: true });
  const style = { isColour: false, isAscii: false, glyphs: UNICODE_GLYPHS };
  const context = { groups: skeleton.groups, view, findings: findingsByProcess(view), style };
  const lines = [...treeLines(rows.slice(0, MOST_TREE_ROWS), context)].map((line) => line.trimEnd());
  return rows.length <= MOST_TREE_ROWS ? lines : [...lines, `… and ${rows.length - MOST_TREE_ROWS} more rows`];
}

/** Forms of the report. */
export const CASE_REPORT_FORMATS = ['markdown', 'html'] as const;
export type CaseReportFormat = (typeof CASE_REPORT_FORMATS)[number];

/** The report as a page. */
export function casePage(report: CaseReport, format: CaseReportFormat): string {
  const blocks = reportBlocks(report);
  return format === 'html' ? htmlPage(`Case ${report.title}`, blocks) : markdownBlocks(blocks);
}
