import { printable } from '../../model/printable.js';
import { cutEnd, textWidth } from '../../tui/drawing/line.js';
import { ANSI16, type Role } from '../../tui/drawing/theme.js';
import { paint, type TextStyle } from './style.js';

/** A column of a table. */
export interface Column<Row> {
  readonly title: string;
  /** Text of a row in this column: anything, it is made safe here. */
  text(row: Row): string;
  readonly isRight?: boolean;
  /** Never narrowed: half a time says something else. */
  readonly isRigid?: boolean;
  role?(row: Row): Role | undefined;
}

/** Rows that decide how wide the columns are. Later ones that are wider push theirs out: a list must not wait for its end. */
const ROWS_MEASURED = 500;
const GAP = '  ';
/** A column may not push the others off the screen; the last one takes what is left. */
const WIDEST = 60;
const NARROWEST = 8;

/** The table line by line, headings first, columns aligned. Nothing when there are no rows. */
export function* tableLines<Row>(columns: readonly Column<Row>[], rows: Iterable<Row>, style: TextStyle): Generator<string> {
  const waiting: Row[] = [];
  let widths: readonly number[] | undefined;
  for (const row of rows) {
    if (widths !== undefined) {
      yield line(columns, row, widths, style);
      continue;
    }
    waiting.push(row);
    if (waiting.length === ROWS_MEASURED) {
      widths = measured(columns, waiting, style);
      yield* begin(columns, waiting, widths, style);
    }
  }
  if (widths === undefined && waiting.length > 0) yield* begin(columns, waiting, measured(columns, waiting, style), style);
}

function* begin<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  widths: readonly number[],
  style: TextStyle,
): Generator<string> {
  const titles = columns.map((column, at) => aligned(column.title, widths[at] ?? 0, column, at === columns.length - 1));
  const heading = titles.join(GAP).trimEnd();
  yield `${paint(style.columns === undefined ? heading : fitted(heading, style.columns, style), 'heading', style)}\n`;
  for (const row of rows) yield line(columns, row, widths, style);
}

function measured<Row>(columns: readonly Column<Row>[], rows: readonly Row[], style: TextStyle): readonly number[] {
  const widths = columns.map((column) => {
    const cells = rows.map((row) => textWidth(printable(column.text(row), style)));
    return Math.min(WIDEST, Math.max(textWidth(column.title), ...cells));
  });
  return style.columns === undefined ? widths : narrowed(widths, columns, style.columns);
}

/** Widths that fit the terminal: the widest columns give way first, since what is narrow is a number. */
function narrowed<Row>(widths: readonly number[], columns: readonly Column<Row>[], room: number): readonly number[] {
  const fitting = [...widths];
  const spare = room - GAP.length * (widths.length - 1);
  let excess = widths.reduce((total, width) => total + width, 0) - spare;
  while (excess > 0) {
    const pliant = fitting.map((width, at) => (columns[at]?.isRigid === true ? 0 : width));
    const widest = pliant.indexOf(Math.max(...pliant));
    const width = pliant[widest] ?? 0;
    if (width <= NARROWEST) break;
    fitting[widest] = width - 1;
    excess -= 1;
  }
  return fitting;
}

function line<Row>(columns: readonly Column<Row>[], row: Row, widths: readonly number[], style: TextStyle): string {
  let used = 0;
  const cells = columns.map((column, at) => {
    const isLast = at === columns.length - 1;
    const text = printable(column.text(row), style);
    const width = isLast && column.isRight !== true ? (style.columns ?? 0) - used : (widths[at] ?? 0);
    const fitting = style.columns === undefined ? text : fitted(text, width, style);
    used += Math.max(widths[at] ?? 0, textWidth(fitting)) + GAP.length;
    return paint(aligned(fitting, widths[at] ?? 0, column, isLast), column.role?.(row), style);
  });
  return `${cells.join(GAP).trimEnd()}\n`;
}

function fitted(text: string, width: number, style: TextStyle): string {
  return cutEnd(text, Math.max(1, width), { isAscii: style.isAscii, glyphs: style.glyphs, theme: ANSI16 });
}

function aligned<Row>(text: string, width: number, column: Column<Row>, isLast: boolean): string {
  const padding = ' '.repeat(Math.max(0, width - textWidth(text)));
  if (column.isRight === true) return padding + text;
  return isLast ? text : text + padding;
}
