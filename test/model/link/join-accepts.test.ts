import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BlindAccept, joinAccepts, type LoneClose } from '../../../src/model/link/join-accepts.js';

const SECOND = 1_000_000;

const accept = (id: number, at: number, port = 80): BlindAccept => ({ id, port, openedUs: at * SECOND });

/** A close of a server's socket; `calledAt` when the client's own connect is in the case. */
function close(
  id: number,
  at: number,
  { port = 80, calledAt, calledPort = 80 }: { port?: number; calledAt?: number; calledPort?: number } = {},
): LoneClose {
  return {
    id,
    port,
    closedUs: at * SECOND,
    ...(calledAt === undefined ? {} : { clientConnect: { atUs: calledAt * SECOND, port: calledPort } }),
  };
}

/** `1=11` for a certain join of accept 1 and close 11, `1~11` for a likely one. */
function drawn(accepts: readonly BlindAccept[], closes: readonly LoneClose[]): readonly string[] {
  return joinAccepts(accepts, closes).map((joined) => `${joined.accept}${joined.isCertain ? '=' : '~'}${joined.close}`);
}

describe('joinAccepts', () => {
  it.each<[string, readonly BlindAccept[], readonly LoneClose[], readonly string[]]>([
    ['one accept and one close belong together', [accept(1, 1)], [close(11, 2)], ['1=11']],
    ['a close before the accept is of another', [accept(1, 3)], [close(11, 2)], []],
    ['a close on another port is of another', [accept(1, 1, 81)], [close(11, 2)], []],
    ['a close that lost its port may be of any accept', [accept(1, 1, 81)], [close(11, 2, { port: 0 })], ['1=11']],
    ['of two accepts in flight the longest waiting is taken, as a guess', [accept(1, 1), accept(2, 1.5)], [close(11, 2)], ['1~11']],
    [
      'two accepts and two closes are joined in order, the last for certain',
      [accept(1, 1), accept(2, 1.5)],
      [close(11, 2), close(12, 3)],
      ['1~11', '2=12'],
    ],
    [
      "the client's own connect decides which accept is meant",
      [accept(1, 1), accept(2, 20)],
      [close(11, 30, { calledAt: 20.001 }), close(12, 31, { calledAt: 1.001 })],
      ['2=11', '1=12'],
    ],
    [
      'of several accepts near the connect the nearest is taken, as a guess',
      [accept(1, 1), accept(2, 1.5), accept(3, 2)],
      [close(11, 9, { calledAt: 1.49 })],
      ['2~11'],
    ],
    ['a connect far from every accept joins none', [accept(1, 1)], [close(11, 60, { calledAt: 50 })], []],
    [
      'a close that lost its port is joined at the port that the client called',
      [accept(1, 1, 81), accept(2, 1, 80)],
      [close(11, 2, { port: 0, calledAt: 1, calledPort: 80 })],
      ['2=11'],
    ],
    ['closes in any order of rows are joined by time', [accept(2, 1.5), accept(1, 1)], [close(12, 3), close(11, 2)], ['1~11', '2=12']],
    ['nothing to join gives nothing', [], [], []],
  ])('%s', (_sentence, accepts, closes, expected) => {
    expect(drawn(accepts, closes)).toEqual(expected);
  });

  it('joins each accept and each close at most once, the accept first, and the same in whatever order they are given', () => {
    const accepts = fc.array(fc.record({ at: fc.integer({ min: 0, max: 30 }), port: fc.constantFrom(80, 81) }), { maxLength: 8 });
    const closes = fc.array(
      fc.record({
        at: fc.integer({ min: 0, max: 40 }),
        port: fc.constantFrom(0, 80, 81),
        calledAt: fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined }),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(accepts, closes, (a, c) => {
        const opened = a.map(({ at, port }, index) => accept(index + 1, at, port));
        const ended = c.map(({ at, calledAt, port }, index) =>
          close(index + 101, at, { port, ...(calledAt === undefined ? {} : { calledAt }) }),
        );
        const joined = joinAccepts(opened, ended);
        expect(new Set(joined.map((one) => one.accept)).size).toBe(joined.length);
        expect(new Set(joined.map((one) => one.close)).size).toBe(joined.length);
        for (const one of joined) {
          const [first, second] = [opened.find(({ id }) => id === one.accept), ended.find(({ id }) => id === one.close)];
          expect(first?.openedUs).toBeLessThanOrEqual(second?.closedUs ?? -1);
        }
        expect(joinAccepts([...opened].reverse(), [...ended].reverse())).toEqual(joined);
      }),
    );
  });
});
