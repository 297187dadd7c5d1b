import { keptFor } from '../kept.js';
import type { Size } from '../view.js';
import { type Arrangement, block } from './arrangement.js';
import { drawLine, type Line, span, spansWidth, textLine } from './line.js';
import type { Look } from './look.js';

/** What a pane shows. */
export interface PaneParts {
  readonly title: string;
  /** Right of the title: how much there is. */
  readonly note?: string;
  readonly lines: readonly Line[];
  readonly size: Size;
  readonly isFocused: boolean;
  readonly look: Look;
}

const drawn = keptFor(drawLine);
const EMPTY = textLine('');

/** A title and lines below it, filling its size exactly. The pane that has the keys says so in its title. */
export function pane({ title, note, lines, size, isFocused, look }: PaneParts): Arrangement {
  const { columns, rows } = size;
  const { rule, cursor } = look.glyphs;
  const name = [
    span(isFocused ? `${cursor}${title} ` : `${rule}${title} `, isFocused ? 'chip' : 'heading'),
    span(note === undefined ? '' : `${note} `, 'quiet'),
  ];
  const filled = [...name, span(rule.repeat(Math.max(0, columns - spansWidth(name, look))), 'quiet')];
  const blank = Math.max(0, rows - 1 - lines.length);
  const body = [...lines.slice(0, Math.max(0, rows - 1)), ...Array.from({ length: blank }, () => EMPTY)];
  const rowsDrawn = [{ spans: filled }, ...body].slice(0, rows).map((line) => drawn(line, columns, look));
  return block(rowsDrawn, columns);
}

/** A line between two panes that stand beside each other. */
export function divider(rows: number, look: Look): Arrangement {
  const bar = drawLine(textLine(look.glyphs.bar, 'quiet'), 1, look);
  return block(
    Array.from({ length: rows }, () => bar),
    1,
  );
}
