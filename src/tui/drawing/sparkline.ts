import type { Look } from './look.js';

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/** As far as letters and signs go: the more, the more of the cell is filled. */
const ASCII_BARS = ['.', ':', '-', '=', '+', '*', '#', '@'];

/** One cell of a sparkline: a space for nothing, the lowest bar for the least that is something. */
export function sparkGlyph(value: number, most: number, { isAscii }: Look): string {
  if (value <= 0) return ' ';
  const bars = isAscii ? ASCII_BARS : BARS;
  return bars[Math.min(bars.length - 1, Math.floor((value / most) * (bars.length - 1) + 0.999))] ?? ' ';
}

/** Values as bars of eight heights, the largest the highest, in `columns` cells: the largest of those that share one. */
export function sparkline(values: readonly number[], columns: number, look: Look): string {
  const cells = Math.min(columns, values.length);
  const largest = Array.from({ length: cells }, (_, cell) =>
    Math.max(0, ...values.slice(Math.floor((cell * values.length) / cells), Math.max(1, Math.floor(((cell + 1) * values.length) / cells)))),
  );
  const most = Math.max(1e-9, ...largest);
  return largest.map((value) => sparkGlyph(value, most, look)).join('');
}
