import type { CaseView, TreeGroup, TreeRow, TreeSkeleton } from '../../model/case-view.js';
import type { Finding } from '../../model/finding.js';
import { printable } from '../../model/printable.js';
import { isStandIn } from '../../model/process.js';
import { cutEnd, textWidth } from '../../tui/drawing/line.js';
import { ANSI16, type Role } from '../../tui/drawing/theme.js';
import type { ChosenRow } from '../tree-selection.js';
import { paint, type TextStyle } from './style.js';
import { connectionText, counted, imagesText, lateText, NOT_SEEN } from './wording.js';

/** What a line of the tree is made of beyond the row itself. */
export interface TreeLineContext {
  readonly groups: TreeSkeleton['groups'];
  readonly view: Pick<CaseView, 'treeRows'>;
  /** Findings by the exec id of their process. */
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  readonly style: TextStyle;
}

/** Rows read at once. */
const PAGE = 500;

/** The tree as lines of text, drawn with the guides of the style. */
export function* treeLines(rows: readonly ChosenRow[], context: TreeLineContext): Generator<string> {
  const guides: boolean[] = [];
  for (let from = 0; from < rows.length; from += PAGE) {
    const page = rows.slice(from, from + PAGE);
    const known = readPage(page, context);
    for (const row of page) {
      guides.length = row.depth;
      yield drawn(row, guides, known.get(row.id), context);
      guides[row.depth] = !row.isLast;
    }
  }
}

function readPage(rows: readonly ChosenRow[], context: TreeLineContext): ReadonlyMap<number, TreeRow> {
  const ids = rows.filter((row) => row.id >= 0).map((row) => row.id);
  return new Map(context.view.treeRows(ids).map((row) => [row.process.id, row]));
}

interface Piece {
  readonly text: string;
  readonly role?: Role;
  /** Cut before the others: long command lines must not push delay, findings and address off the screen. */
  readonly isElastic?: boolean;
}

/** What is left of an elastic piece at least. */
const ELASTIC_COLUMNS = 24;

function drawn(row: ChosenRow, guides: readonly boolean[], known: TreeRow | undefined, context: TreeLineContext): string {
  const group = row.id < 0 ? context.groups[-1 - row.id] : undefined;
  const pieces = group === undefined ? processPieces(row, known, context) : groupPieces(group);
  const lead = guideText(row, guides, context.style);
  return `${joined([{ text: lead, role: 'quiet' }, ...pieces], context.style)}\n`;
}

/** Colours are put on after cutting: a cut through an escape sequence would colour the rest of the screen. */
function joined(pieces: readonly Piece[], style: TextStyle): string {
  const { columns } = style;
  const fitting = columns === undefined ? pieces : fittingPieces(pieces, columns, style);
  return fitting
    .map((piece) => paint(piece.text, piece.role, style))
    .join('')
    .trimEnd();
}

function fittingPieces(pieces: readonly Piece[], columns: number, style: TextStyle): readonly Piece[] {
  const look = { ...style, theme: ANSI16 };
  const safe = pieces.map((piece) => ({ ...piece, text: printable(piece.text, style) }));
  const rigid = safe.filter((piece) => piece.isElastic !== true).reduce((total, piece) => total + textWidth(piece.text), 0);
  const fitting: Piece[] = [];
  let left = columns;
  for (const piece of safe) {
    const room = piece.isElastic === true ? Math.min(left, Math.max(ELASTIC_COLUMNS, columns - rigid)) : left;
    const text = cutEnd(piece.text, room, look);
    fitting.push({ ...piece, text });
    left -= textWidth(text);
    if (left <= 0) break;
  }
  return fitting;
}

function guideText(row: ChosenRow, guides: readonly boolean[], style: TextStyle): string {
  if (row.depth === 0) return '';
  const { passing, branch, last } = style.isAscii
    ? { passing: '|  ', branch: '|- ', last: '`- ' }
    : { passing: '│  ', branch: '├─ ', last: '└─ ' };
  // Roots hang from nothing: their level needs no guide.
  const upper = guides.slice(1, row.depth).map((isOpen) => (isOpen ? passing : '   '));
  return upper.join('') + (row.isLast ? last : branch);
}

function groupPieces(group: TreeGroup): readonly Piece[] {
  const late = group.lateCount === 0 ? '' : `, ${group.lateCount} late`;
  return [
    { text: `${group.kind} ${group.label}`, role: 'group' },
    { text: `  (${counted(group.processCount, 'process', 'processes')}${late})`, role: 'quiet' },
  ];
}

function processPieces(row: ChosenRow, known: TreeRow | undefined, context: TreeLineContext): readonly Piece[] {
  if (known === undefined) return [{ text: '(gone)', role: 'quiet' }];
  const { process, firstConnection } = known;
  const { glyphs } = context.style;
  const found = context.findings.get(process.execId) ?? [];
  const role = row.isContext ? 'quiet' : found.length > 0 ? 'finding' : process.isMain ? 'main' : (process.late ?? undefined);
  const late = lateText(process, glyphs);
  return [
    { text: process.isMain ? `${glyphs.main} ` : '', role: 'main' },
    { text: isStandIn(process) ? '' : `${process.pid} `, role: 'quiet' },
    { text: isStandIn(process) ? NOT_SEEN : imagesText(process, glyphs), isElastic: true, ...(role !== undefined && { role }) },
    { text: process.knownFrom === 'inferred' && !isStandIn(process) ? '  (not seen, inferred from its children)' : '', role: 'quiet' },
    { text: late === '' ? '' : `  ${late}`, role: process.late ?? 'quiet' },
    { text: found.map((finding) => `  ${glyphs.finding} ${finding.level}: ${finding.rule.id}`).join(''), role: 'finding' },
    { text: exitText(process.exitStatus, process.exitSignal), role: 'warning' },
    { text: firstConnection === undefined ? '' : `  ${connectionText(firstConnection, glyphs)}`, role: scopeRole(firstConnection?.scope) },
  ];
}

function exitText(status: number | undefined, signal: string | undefined): string {
  if (signal !== undefined && signal !== '') return `  [${signal}]`;
  return status === undefined || status === 0 ? '' : `  [exit ${status}]`;
}

function scopeRole(scope: string | undefined): Role {
  return scope === 'external' ? 'external' : 'quiet';
}
