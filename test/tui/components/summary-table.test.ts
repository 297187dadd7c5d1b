import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { summaryTable } from '../../../src/tui/components/summary-table.js';
import type { SummaryColumn } from '../../../src/tui/drawing/fitted-columns.js';
import { textWidth } from '../../../src/tui/drawing/line.js';
import { lookFor } from '../../../src/tui/drawing/look.js';

const look = lookFor({ isAscii: false, colour: 'none' });
const ascii = lookFor({ isAscii: true, colour: 'none' });

function columns(...paths: readonly string[]): readonly SummaryColumn[] {
  return [
    { heading: 'file', cells: paths, align: 'left', rank: 0, leastWidth: 12 },
    { heading: 'lines', cells: paths.map((_, row) => String(10 ** (row + 1))), align: 'right', rank: 1 },
    { heading: 'format', cells: paths.map(() => 'tetragon'), align: 'left', rank: 2 },
  ];
}

describe('a summary', () => {
  it('has a border, headings and two lines for each row', () => {
    expect(summaryTable(columns('a.jsonl', 'b.jsonl'), 80, look)).toEqual([
      '┌─────────┬───────┬──────────┐',
      '│ file    │ lines │ format   │',
      '├─────────┼───────┼──────────┤',
      '│ a.jsonl │    10 │ tetragon │',
      '├─────────┼───────┼──────────┤',
      '│ b.jsonl │   100 │ tetragon │',
      '└─────────┴───────┴──────────┘',
    ]);
  });

  it('is drawn in ASCII alone when asked', () => {
    expect(summaryTable(columns('naïve.jsonl'), 80, ascii)).toEqual([
      '+----------------+-------+----------+',
      '| file           | lines | format   |',
      '+----------------+-------+----------+',
      '| na\\xefve.jsonl |    10 | tetragon |',
      '+----------------+-------+----------+',
    ]);
  });

  it.each([
    { room: 35, heading: '│ file         │ lines │ format   │', cell: '│ /var/…s.json │' },
    { room: 34, heading: '│ file                   │ lines │', cell: '│ /var/log/t…events.json │' },
    { room: 14, heading: '│ file       │', cell: '│ /var….json │' },
  ])('at $room columns cuts paths in the middle, then leaves out what matters least', ({ room, heading, cell }) => {
    const drawn = summaryTable(columns('/var/log/tetragon/export/events.json'), room, look);
    expect(drawn[1]).toBe(heading);
    expect(drawn[3]).toContain(cell);
  });

  it('spells out what would draw it crooked', () => {
    const drawn = summaryTable(columns('記録.jsonl', 'cafe\u0301.jsonl', '\u001b]0;owned\u0007'), 80, look).join('\n');
    for (const spelled of ['\\u{8a18}\\u{9332}.jsonl', 'cafe\\u{301}.jsonl', '\\x1b]0;owned\\x07']) expect(drawn).toContain(spelled);
  });

  it('is a rectangle no wider than its room, whatever the names', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 5, max: 90 }),
        (paths, room) => {
          const widths = summaryTable(columns(...paths), room, look).map(textWidth);
          expect(widths).toHaveLength(paths.length * 2 + 3);
          expect(new Set(widths).size).toBe(1);
          expect(widths[0]).toBeLessThanOrEqual(room);
        },
      ),
      { numRuns: 40 },
    );
  });
});
