import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { wholeSequences } from '../../../src/tui/terminal/whole-sequences.js';
import { ESCAPE } from '../play.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** What is given on for these pieces, each of which comes before the one before it is given up. */
function given(...pieces: readonly string[]): readonly string[] {
  const texts: string[] = [];
  const { take } = wholeSequences((text) => texts.push(text));
  for (const piece of pieces) {
    take(piece);
    vi.advanceTimersByTime(20);
  }
  vi.advanceTimersByTime(1000);
  return texts;
}

describe('keys over a slow link', () => {
  it.each([
    { pieces: [`${ESCAPE}[A`], keys: [`${ESCAPE}[A`] },
    { pieces: [ESCAPE, '[A'], keys: [`${ESCAPE}[A`] },
    { pieces: [`${ESCAPE}[`, 'B'], keys: [`${ESCAPE}[B`] },
    { pieces: [`j${ESCAPE}`, '[5', '~k'], keys: ['j', `${ESCAPE}[5~k`] },
    { pieces: [`${ESCAPE}[B${ESCAPE}[B${ESCAPE}`, '[B'], keys: [`${ESCAPE}[B${ESCAPE}[B`, `${ESCAPE}[B`] },
    { pieces: [`${ESCAPE}[<64;10`, ';5M'], keys: [`${ESCAPE}[<64;10;5M`] },
    { pieces: [`${ESCAPE}[200`, '~x'], keys: [`${ESCAPE}[200~x`] },
    { pieces: [`${ESCAPE}O`, 'H'], keys: [`${ESCAPE}OH`] },
    { pieces: ['abc'], keys: ['abc'] },
  ])('$pieces come as $keys', ({ pieces, keys }) => {
    expect(given(...pieces)).toEqual(keys);
  });

  it('leave Escape a key of its own, a moment later', () => {
    expect(given(ESCAPE)).toEqual([ESCAPE]);
  });

  it('are given on at the end, whole or not', () => {
    const texts: string[] = [];
    const sequences = wholeSequences((text) => texts.push(text));
    sequences.take(`${ESCAPE}[`);
    sequences.end();
    expect(texts).toEqual([`${ESCAPE}[`]);
  });
});
