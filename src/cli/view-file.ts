import { connectionShape } from '../export/connection-shape.js';
import { findingShape } from '../export/finding-shape.js';
import type { JsonObject } from '../export/json.js';
import { listing } from '../export/listing.js';
import { problemShape } from '../export/problem-shape.js';
import { processShape } from '../export/process-shape.js';
import { csvText, markdownTable, type TextTable } from '../export/table-file.js';
import type { CaseView } from '../model/case-view.js';
import type { Finding } from '../model/finding.js';
import { UNICODE_GLYPHS } from '../tui/drawing/glyphs.js';
import type { ExportFormat, ViewListing } from '../tui/listing.js';
import { containerLookup } from './containers.js';
import { findingsOfCase } from './findings.js';
import { everyRow } from './pages.js';
import { connectionColumns, problemColumns, processColumns } from './text/columns.js';
import type { TextStyle } from './text/style.js';
import type { Column } from './text/table.js';
import { programText, whenText } from './text/wording.js';

const STYLE: TextStyle = { isColour: false, isAscii: false, glyphs: UNICODE_GLYPHS };

/** What a view shows as the text of a file. Documents have the shapes that the commands print. */
export function viewFile(view: CaseView, shown: ViewListing, format: ExportFormat): string {
  switch (format) {
    case 'csv':
      return csvText(tableOf(view, shown));
    case 'markdown':
      return markdownTable(tableOf(view, shown));
    case 'json':
    case 'yaml': {
      const { kind, items } = documentOf(view, shown);
      return [...listing(format, kind, items)].join('');
    }
  }
}

interface ListDocument {
  /** Names the items, as the command does that prints them. */
  readonly kind: string;
  readonly items: Iterable<JsonObject>;
}

function documentOf(view: CaseView, shown: ViewListing): ListDocument {
  const containerOf = containerLookup(view);
  switch (shown.kind) {
    case 'processes':
      return {
        kind: 'processes',
        items: processesOf(view, shown.processIds).map((process) => processShape(process, containerOf(process))),
      };
    case 'connections':
      return { kind: 'connections', items: connectionsOf(view, shown.connectionIds).map(connectionShape) };
    case 'findings':
      return { kind: 'findings', items: findingsOfCase(view, shown.findings).map(({ finding, place }) => findingShape(finding, place)) };
    case 'problems':
      return { kind: 'problems', items: [...everyRow((page) => view.problems(page))].map(problemShape) };
    case 'table':
      return { kind: 'rows', items: shown.rows.map((cells) => rowShape(shown.headings, cells)) };
  }
}

function rowShape(headings: readonly string[], cells: readonly string[]): JsonObject {
  return Object.fromEntries(
    headings.flatMap((heading, at) => (cells[at] === undefined || cells[at] === '' ? [] : [[keyOf(heading), cells[at]]])),
  );
}

/** A heading as the name of a field: `First seen` becomes `firstSeen`. */
function keyOf(heading: string): string {
  const [first = 'value', ...rest] = heading
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  return [first, ...rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join('');
}

function tableOf(view: CaseView, shown: ViewListing): TextTable {
  switch (shown.kind) {
    case 'processes':
      return textTable(processColumns(STYLE, containerLookup(view)), processesOf(view, shown.processIds));
    case 'connections':
      return textTable(connectionColumns(STYLE), connectionsOf(view, shown.connectionIds));
    case 'findings':
      return textTable(FINDING_COLUMNS, shown.findings);
    case 'problems':
      return textTable(problemColumns(), [...everyRow((page) => view.problems(page))]);
    case 'table':
      return shown;
  }
}

const FINDING_COLUMNS: readonly Column<Finding>[] = [
  { title: 'LEVEL', text: (finding) => finding.level },
  { title: 'FIRST SEEN (UTC)', text: (finding) => whenText(finding.firstSeenUs) },
  { title: 'RULE', text: (finding) => finding.rule.id },
  { title: 'TITLE', text: (finding) => finding.title },
  { title: 'PID', text: (finding) => String(finding.process.pid) },
  { title: 'PROGRAM', text: (finding) => programText(finding.process) },
  { title: 'WHY', text: (finding) => finding.why },
];

function textTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): TextTable {
  return { headings: columns.map(({ title }) => title), rows: rows.map((row) => columns.map((column) => column.text(row))) };
}

function processesOf(view: CaseView, ids: readonly number[]) {
  return ids.flatMap((id) => view.process(id) ?? []);
}

function connectionsOf(view: CaseView, ids: readonly number[]) {
  return ids.flatMap((id) => view.connection(id) ?? []);
}
