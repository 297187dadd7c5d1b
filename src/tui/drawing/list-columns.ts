import { printable } from '../../model/printable.js';
import { cutEnd, cutMiddle, type Line, type Span, span, textWidth } from './line.js';
import type { Look } from './look.js';

/** A column of a list, before it is given its width. */
export interface ListColumn {
  readonly heading: string;
  /** Below this width the column is left out. */
  readonly least: number;
  /** Wider than this it is never drawn; absent: it takes what is left. */
  readonly most?: number;
  readonly align?: 'right';
  /** Where there is no room for all columns, those of the highest rank are left out first, and those of the lowest grow first. */
  readonly rank: number;
  /** What is cut when a text is too long: its middle, for paths and addresses, unless this says its end. */
  readonly cut?: 'end';
}

const GAP = 2;

/** Columns that each column is given, 0 for those left out. The column of the lowest rank stays however small the room. */
export function columnWidths(columns: readonly ListColumn[], room: number): readonly number[] {
  const byRank = [...columns].sort((a, b) => a.rank - b.rank);
  const kept = new Set<ListColumn>();
  let left = room;
  for (const column of byRank) {
    const needed = column.least + (kept.size === 0 ? 0 : GAP);
    if (kept.size > 0 && needed > left) break;
    kept.add(column);
    left -= needed;
  }
  const widths = new Map([...kept].map((column) => [column, column.least]));
  for (const column of byRank) {
    if (!kept.has(column) || left <= 0) continue;
    const more = Math.min(left, (column.most ?? Number.POSITIVE_INFINITY) - column.least);
    widths.set(column, column.least + more);
    left -= more;
  }
  return columns.map((column) => widths.get(column) ?? 0);
}

/** A row's cells side by side, each as wide as its column, one for each column; those without a width are left out. */
export function cellSpans(cells: readonly Span[], columns: readonly ListColumn[], widths: readonly number[], look: Look): readonly Span[] {
  const spans: Span[] = [];
  for (const [place, column] of columns.entries()) {
    const width = widths[place] ?? 0;
    const cell = cells[place];
    if (width === 0 || cell === undefined) continue;
    if (spans.length > 0) spans.push(span(' '.repeat(GAP)));
    spans.push({ ...cell, text: fitted(cell.text, width, column, look) });
  }
  return spans;
}

function fitted(raw: string, width: number, { align, cut }: ListColumn, look: Look): string {
  const text = cut === 'end' ? cutEnd(printable(raw, look), width, look) : cutMiddle(raw, width, look);
  const blank = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'right' ? blank + text : text + blank;
}

/** The names of the columns, each above its cells. */
export function headingLine(columns: readonly ListColumn[], widths: readonly number[], look: Look): Line {
  const names = columns.map(({ heading }) => span(heading, 'label'));
  return { spans: cellSpans(names, columns, widths, look) };
}
