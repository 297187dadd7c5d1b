import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { cutEnd, cutMiddle, drawLine, span, spansWidth, takeColumns, textWidth, wrapText } from '../../../src/tui/drawing/line.js';
import { lookFor } from '../../../src/tui/drawing/look.js';
import { ESCAPE, plain } from '../play.js';

const UNICODE = lookFor({ isAscii: false, colour: 'ansi16' });
const ASCII = lookFor({ isAscii: true, colour: 'none' });

describe('a drawn line', () => {
  it('fills its width exactly, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary', maxLength: 30 }), { maxLength: 4 }),
        fc.integer({ min: 0, max: 60 }),
        (texts, columns) => {
          const drawn = drawLine({ spans: texts.map((text) => span(text, 'late')) }, columns, UNICODE);
          expect(stringWidth(drawn)).toBe(columns);
        },
      ),
    );
  });

  it('lets no control character through but its own styles', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const styles = new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g');
        const rest = drawLine({ spans: [span(text, 'finding')], isSelected: true }, 40, UNICODE).replace(styles, '');
        expect([...rest].filter((character) => character < ' ' || (character >= '\u007f' && character <= '\u009f'))).toEqual([]);
      }),
    );
  });

  it('is all ASCII when asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(drawLine({ spans: [span(text)] }, 40, ASCII)).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });

  it.each([
    { text: 'short', columns: 8, drawn: 'short   ' },
    { text: 'much too long', columns: 8, drawn: 'much to…' },
    { text: '名前です', columns: 5, drawn: '名前…' },
    { text: '名前です', columns: 4, drawn: '名… ' },
    { text: 'a\u001b[2Jb', columns: 12, drawn: 'a\\x1b[2Jb   ' },
  ])('draws $text in $columns columns', ({ text, columns, drawn }) => {
    const line = drawLine({ spans: [span(text)] }, columns, UNICODE);
    expect(line).toBe(drawn);
  });

  it('is inverse over its whole width when selected, with its colours', () => {
    expect(drawLine({ spans: [span('a', 'late'), span('b')], isSelected: true }, 3, UNICODE)).toBe(
      `${ESCAPE}[7;33ma${ESCAPE}[0m${ESCAPE}[7mb${ESCAPE}[0m${ESCAPE}[7m ${ESCAPE}[0m`,
    );
  });
});

describe('measuring text', () => {
  it('agrees with the terminal where it takes the short way', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(textWidth(plain(text))).toBe(stringWidth(plain(text)));
      }),
      { numRuns: 500 },
    );
    for (const character of '│─▾▸●⏱⇥○⇒→←↗◇⇄…·›█▌é') expect(textWidth(character)).toBe(stringWidth(character));
  });

  it('takes no half of a wide character', () => {
    expect(takeColumns('a名b', 2)).toBe('a');
  });
});

describe('cutting text', () => {
  it.each([
    { text: '/usr/local/lib/node_modules/.bin/server', columns: 15, cut: '/usr/lo…/server' },
    { text: '/bin/sh', columns: 15, cut: '/bin/sh' },
    { text: '名前/名前/名前', columns: 7, cut: '名…名前' },
    { text: 'abc', columns: 1, cut: '…' },
    { text: 'abc', columns: 0, cut: '' },
  ])('keeps both ends of $text in $columns columns', ({ text, columns, cut }) => {
    expect(cutMiddle(text, columns, UNICODE)).toBe(cut);
  });

  it('says at the end that something is missing', () => {
    expect(cutEnd('arguments', 5, UNICODE)).toBe('argu…');
    expect(cutEnd('arguments', 5, ASCII)).toBe('argu~');
  });

  it('counts what is spelled out', () => {
    expect(spansWidth([span('\u001b')], UNICODE)).toBe(4);
  });
});

describe('wrapping text', () => {
  it.each([
    { text: 'one two three', columns: 8, lines: ['one two', 'three'] },
    { text: 'abcdefghij', columns: 4, lines: ['abcd', 'efgh', 'ij'] },
    { text: '', columns: 4, lines: [''] },
    { text: 'a  b', columns: 2, lines: ['a ', 'b'] },
  ])('breaks "$text" at $columns', ({ text, columns, lines }) => {
    expect(wrapText(text, columns, UNICODE)).toEqual(lines);
  });

  it('loses nothing but the spaces it breaks at', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 20 }), (text, columns) => {
        const lines = wrapText(text, columns, UNICODE);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(Math.max(2, columns));
      }),
    );
  });
});
