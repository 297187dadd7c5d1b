import { printable } from '../../model/printable.js';
import { anyWidth, graphemes } from './graphemes.js';
import type { Look } from './look.js';
import type { Role } from './theme.js';

/** Text of one meaning on a line. It may hold anything: `drawLine` is what makes it safe. */
export interface Span {
  readonly text: string;
  readonly role?: Role;
}

/** A line before it is drawn. */
export interface Line {
  readonly spans: readonly Span[];
  /** Drawn inverse over its whole width. */
  readonly isSelected?: boolean;
}

/** A span. */
export function span(text: string, role?: Role): Span {
  return role === undefined ? { text } : { text, role };
}

/** A line of one span. */
export function textLine(text: string, role?: Role): Line {
  return { spans: [span(text, role)] };
}

// Latin, Greek, Cyrillic, punctuation, arrows, box drawing and shapes that no terminal draws as emoji by themselves: one column a character.
const SINGLE =
  /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u23f1\u2500-\u25fc]*$/;

/** Whether each character of printable text is known to take one column. */
export function isOneColumnEach(text: string): boolean {
  return SINGLE.test(text);
}

/** Columns that printable text takes on a terminal. */
export function textWidth(text: string): number {
  return SINGLE.test(text) ? text.length : anyWidth(text);
}

/** The longest beginning of printable text that fits `columns`. Never cuts a wide character in half. */
export function takeColumns(text: string, columns: number): string {
  if (SINGLE.test(text)) return text.slice(0, Math.max(0, columns));
  let used = 0;
  let taken = '';
  for (const grapheme of graphemes(text)) {
    used += anyWidth(grapheme);
    if (used > columns) return taken;
    taken += grapheme;
  }
  return taken;
}

/** Printable text cut to `columns`, with the ellipsis in place of what was cut at the end. */
export function cutEnd(text: string, columns: number, look: Look): string {
  if (textWidth(text) <= columns) return text;
  const { ellipsis } = look.glyphs;
  return columns < textWidth(ellipsis) ? '' : takeColumns(text, columns - textWidth(ellipsis)) + ellipsis;
}

/** Text made printable and cut in the middle to `columns`: the ends of a path tell most. */
export function cutMiddle(raw: string, columns: number, look: Look): string {
  const text = printable(raw, look);
  if (textWidth(text) <= columns) return text;
  const room = columns - textWidth(look.glyphs.ellipsis);
  if (room < 2) return cutEnd(text, columns, look);
  const head = takeColumns(text, Math.floor(room / 2));
  return head + look.glyphs.ellipsis + lastColumns(text, room - textWidth(head));
}

/** Text made printable and cut at its start to `columns`: of a line being typed the end is where one is. */
export function cutStart(raw: string, columns: number, look: Look): string {
  const text = printable(raw, look);
  const { ellipsis } = look.glyphs;
  return textWidth(text) <= columns ? text : ellipsis + lastColumns(text, columns - textWidth(ellipsis));
}

/** The longest end of printable text that fits `columns`. */
function lastColumns(text: string, columns: number): string {
  if (SINGLE.test(text)) return columns <= 0 ? '' : text.slice(-columns);
  let tail = '';
  for (const grapheme of [...graphemes(text)].reverse()) {
    if (textWidth(grapheme + tail) > columns) break;
    tail = grapheme + tail;
  }
  return tail;
}

/** Columns that spans take once they are made printable. */
export function spansWidth(spans: readonly Span[], look: Look): number {
  return spans.reduce((sum, one) => sum + textWidth(printable(one.text, look)), 0);
}

/**
 * The line as a string of exactly `columns` columns with its styles: the only door from facts to the screen. Every span passes
 * `printable()` here, whatever passed it before, so no control sequence of a capture can reach the terminal.
 */
export function drawLine(line: Line, columns: number, look: Look): string {
  const isCut = spansWidth(line.spans, look) > columns;
  const { ellipsis } = look.glyphs;
  let left = Math.max(0, isCut ? columns - textWidth(ellipsis) : columns);
  let drawn = '';
  for (const one of line.spans) {
    const text = takeColumns(printable(one.text, look), left);
    left -= textWidth(text);
    drawn += paint(text, one.role, line, look);
    if (left <= 0) break;
  }
  const tail = isCut && columns >= textWidth(ellipsis) ? ellipsis : '';
  return drawn + paint(tail + ' '.repeat(left), undefined, line, look);
}

function paint(text: string, role: Role | undefined, line: Line, look: Look): string {
  const own = role === undefined ? '' : look.theme.sgr[role];
  const sgr = line.isSelected === true && own !== look.theme.sgr.bar ? joined('7', own) : own;
  return text === '' || sgr === '' ? text : `\u001b[${sgr}m${text}\u001b[0m`;
}

function joined(first: string, second: string): string {
  return second === '' ? first : `${first};${second}`;
}

/** Text made printable and broken into lines of at most `columns`, at a space where that wastes little. */
export function wrapText(raw: string, columns: number, look: Look): readonly string[] {
  let rest = printable(raw, look);
  const lines: string[] = [];
  for (;;) {
    const piece = takeColumns(rest, Math.max(2, columns));
    if (piece.length === rest.length) return [...lines, rest];
    const space = rest[piece.length] === ' ' ? piece.length : piece.lastIndexOf(' ');
    const end = space > piece.length / 2 ? space : piece.length;
    lines.push(rest.slice(0, end));
    rest = rest.slice(rest[end] === ' ' ? end + 1 : end);
  }
}
