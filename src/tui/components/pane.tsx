import { Box } from 'ink';
import type { ReactElement } from 'react';
import { drawLine, type Line, span, spansWidth, textLine } from '../drawing/line.js';
import type { Look } from '../drawing/look.js';
import type { Size } from '../view.js';
import { Lines } from './lines.js';

/** What a pane shows. */
export interface PaneProps {
  readonly title: string;
  /** Right of the title: how much there is. */
  readonly note?: string;
  readonly lines: readonly Line[];
  readonly size: Size;
  readonly isFocused: boolean;
  readonly look: Look;
}

/** A title and lines below it, filling its size exactly. The pane that has the keys says so in its title. */
export function Pane(props: PaneProps): ReactElement {
  const { columns, rows } = props.size;
  return (
    <Box flexDirection="column" width={columns} height={rows} flexShrink={0}>
      <Lines lines={paneRows(props)} columns={columns} />
    </Box>
  );
}

/** The lines of a pane as drawn: exactly as many as its size has rows. */
export function paneRows({ title, note, lines, size, isFocused, look }: PaneProps): readonly string[] {
  const { columns, rows } = size;
  const { rule, cursor } = look.glyphs;
  const name = [
    span(isFocused ? `${cursor}${title} ` : `${rule}${title} `, isFocused ? 'chip' : 'heading'),
    span(note === undefined ? '' : `${note} `, 'quiet'),
  ];
  const filled = [...name, span(rule.repeat(Math.max(0, columns - spansWidth(name, look))), 'quiet')];
  const blank = Math.max(0, rows - 1 - lines.length);
  const body = [...lines.slice(0, Math.max(0, rows - 1)), ...Array.from({ length: blank }, () => textLine(''))];
  return [{ spans: filled }, ...body].slice(0, rows).map((line) => drawLine(line, columns, look));
}
