import { printable } from '../../model/printable.js';
import { cutMiddle, isOneColumnEach } from './line.js';
import type { Look } from './look.js';

/** A column of a summary before it is given its width. Cells may hold anything. */
export interface SummaryColumn {
  readonly heading: string;
  readonly cells: readonly string[];
  readonly align: 'left' | 'right';
  /** Where there is no room for all columns, those of the highest rank are left out first. */
  readonly rank: number;
  /** Its cells may be cut in the middle, down to this width. Absent: they are shown whole or the column is left out. */
  readonly leastWidth?: number;
}

/** A column whose cells are printable, and where every character takes one column of the terminal. */
export type FittedColumn = Pick<SummaryColumn, 'heading' | 'cells' | 'align'>;

/** A border and a space on either side of each cell, and the border at the end. */
const AROUND_CELL = 3;
const LAST_BORDER = 1;

/**
 * The columns that fit a bordered table of at most `room` columns, in their order, their cells as long as they are wide. One column
 * stays however small the room, cut to it.
 */
export function fittedColumns(columns: readonly SummaryColumn[], room: number, look: Look): readonly FittedColumn[] {
  const even = columns.map((column) => ({ ...column, cells: column.cells.map((cell) => oneColumnEach(cell, look)) }));
  const kept = withoutLeastWanted(even, room);
  const spare = room - tableWidth(kept.map(leastWidth));
  return kept.map((column) => {
    const { heading, align, cells } = column;
    const width = Math.min(naturalWidth(column), Math.max(1, leastWidth(column) + spare));
    return { heading: cutMiddle(heading, width, look), align, cells: cells.map((cell) => cutMiddle(cell, width, look)) };
  });
}

function withoutLeastWanted(columns: readonly SummaryColumn[], room: number): readonly SummaryColumn[] {
  if (columns.length < 2 || tableWidth(columns.map(leastWidth)) <= room) return columns;
  const highest = Math.max(...columns.map(({ rank }) => rank));
  return withoutLeastWanted(
    columns.filter(({ rank }) => rank !== highest),
    room,
  );
}

function tableWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + AROUND_CELL, LAST_BORDER);
}

function naturalWidth({ heading, cells }: SummaryColumn): number {
  return Math.max(heading.length, ...cells.map((cell) => cell.length));
}

function leastWidth(column: SummaryColumn): number {
  return Math.min(naturalWidth(column), column.leastWidth ?? Number.POSITIVE_INFINITY);
}

/** A table component that counts characters draws wide and combining ones crooked: a cell that holds one is spelled out in ASCII. */
function oneColumnEach(text: string, look: Look): string {
  const shown = printable(text, look);
  return isOneColumnEach(shown) ? shown : printable(text, { isAscii: true });
}
