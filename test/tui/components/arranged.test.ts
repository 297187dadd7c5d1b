import fc from 'fast-check';
import { renderToString } from 'ink';
import { createElement } from 'react';
import { expect, it } from 'vitest';
import { Arranged } from '../../../src/tui/components/arranged.js';
import { LineStandIns } from '../../../src/tui/components/lines.js';
import { type Arrangement, arrangedRows, below, beside, block, blocksAcross } from '../../../src/tui/drawing/arrangement.js';
import { MOST_ACROSS, standIns } from '../../../src/tui/terminal/stand-ins.js';

const LINE = fc.constantFrom('', 'a', '!', '"#$', 'x y', '\u001b[1mbold\u001b[0m');

/** Lines of this many columns: styles take none. */
const blocks = (columns: number): fc.Arbitrary<Arrangement> =>
  fc.array(LINE, { maxLength: 4 }).map((lines) =>
    block(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what stands between them is a style
      lines.map((line) => line + ' '.repeat(Math.max(0, columns - line.replace(/\u001b\[\d+m/g, '').length))),
      columns,
    ),
  );

/** What stands within so many columns, in levels below and beside each other. */
const arrangements = (columns: number, depth: number): fc.Arbitrary<Arrangement> => {
  if (depth === 0) return blocks(columns);
  const deeper = arrangements(columns, depth - 1);
  const left = Math.floor(columns / 2);
  return fc.oneof(
    blocks(columns),
    fc.array(deeper, { minLength: 1, maxLength: 3 }).map((parts) => below(...parts)),
    fc.tuple(arrangements(left, depth - 1), arrangements(columns - left, depth - 1)).map((parts) => beside(...parts)),
  );
};

it('composes by Ink, a character for each line, what the rows of any arrangement are', () => {
  fc.assert(
    fc.property(arrangements(32, 3), (arrangement) => {
      const lines = standIns();
      const cells = blocksAcross(arrangement);
      const screen = createElement(LineStandIns.Provider, { value: lines }, createElement(Arranged, { arrangement, cells }));
      expect(lines.resolved(renderToString(screen, { columns: MOST_ACROSS })).split('\n')).toEqual(
        arrangedRows(arrangement).length === 0 ? [''] : arrangedRows(arrangement),
      );
    }),
    { numRuns: 300 },
  );
});
