import { describe, expect, it } from 'vitest';
import { span } from '../../../src/tui/drawing/line.js';
import { cellSpans, columnWidths, type ListColumn } from '../../../src/tui/drawing/list-columns.js';
import { lookFor } from '../../../src/tui/drawing/look.js';
import { sparkline } from '../../../src/tui/drawing/sparkline.js';

const LOOK = lookFor({ isAscii: false, colour: 'none' });
const COLUMNS: readonly ListColumn[] = [
  { heading: 'what', least: 10, rank: 0, cut: 'end' },
  { heading: 'count', least: 5, most: 5, align: 'right', rank: 2 },
  { heading: 'where', least: 8, most: 12, rank: 1 },
];

describe('the columns of a list', () => {
  it.each([
    { room: 4, widths: [10, 0, 0] },
    { room: 20, widths: [10, 0, 8] },
    { room: 27, widths: [10, 5, 8] },
    { room: 40, widths: [23, 5, 8] },
  ])('are $widths wide in $room columns: the least wanted go first, the most wanted grow', ({ room, widths }) => {
    expect(columnWidths(COLUMNS, room)).toEqual(widths);
  });

  it('keep cells of any text apart and aligned', () => {
    const cells = [span('値のある長い名前です'), span('12'), span('/a/long/path/to/it')];
    const text = cellSpans(cells, COLUMNS, [10, 5, 8], LOOK).map((one) => one.text);
    expect(text).toEqual(['値のある… ', '  ', '   12', '  ', '/a/…o/it']);
  });
});

describe('a sparkline', () => {
  it.each([
    { values: [0, 1, 2, 4, 8], columns: 5, line: ' ▂▃▅█' },
    { values: [0, 0, 0], columns: 3, line: '   ' },
    { values: [1, 9, 1, 1], columns: 2, line: '█▂' },
    { values: [], columns: 4, line: '' },
  ])('of $values in $columns cells is "$line"', ({ values, columns, line }) => {
    expect(sparkline(values, columns, LOOK)).toBe(line);
  });

  it('is drawn in ASCII when asked', () => {
    expect(sparkline([0, 1, 8], 3, lookFor({ isAscii: true, colour: 'none' }))).toMatch(/^[\x20-\x7e]{3}$/);
  });
});
