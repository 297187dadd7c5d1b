import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COUNTED_COOKIE } from '../../../src/model/link/connection-columns.js';
import { socketOrder } from '../../../src/model/link/order-sockets.js';
import { sortByKeys } from '../../../src/model/link/sorted-places.js';
import { Texts } from '../../../src/model/link/texts.js';
import { columnsOf, type SocketEvent } from './socket-sketches.js';

const words = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }));

describe('sorting by keys', () => {
  it('puts places in the order of their keys, and keeps the order of equal ones', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(words, words), { maxLength: 60 }), (pairs) => {
        const [low, high] = [Uint32Array.from(pairs, ([first]) => first), Uint32Array.from(pairs, ([, second]) => second)];
        const places = pairs.map((_, at) => at);
        const sorted = places.toSorted((a, b) => (high[a] ?? 0) - (high[b] ?? 0) || (low[a] ?? 0) - (low[b] ?? 0) || a - b);
        expect([...sortByKeys(Int32Array.from(places), [low, high])]).toEqual(sorted);
      }),
    );
  });
});

describe('the order of sockets', () => {
  const sketch = fc.record({
    process: fc.integer({ min: 0, max: 2 }),
    scope: fc.integer({ min: 0, max: 1 }),
    cookie: fc.option(fc.constantFrom(0n, 1n, 2n ** 32n, 2n ** 64n - 1n), { nil: undefined }),
    us: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    operation: fc.constantFrom<SocketEvent['operation']>('connect', 'stats', 'close'),
  });

  it("has each socket's events together, in order of time and of a socket's life, those of no process left out", () => {
    fc.assert(
      fc.property(fc.array(sketch, { maxLength: 40 }), (sketches) => {
        const texts = new Texts();
        const events = sketches.map(({ process, operation, cookie, us }, at) => ({
          ...{ event: at + 1, process, operation, isOriented: true, protocol: 'tcp', hasCookie: cookie !== undefined, count: 1, ns: 0 },
          ...(us === undefined ? {} : { us }),
        }));
        const sockets = columnsOf(events, texts);
        for (const [at, { cookie = 0n }] of sketches.entries()) {
          sockets.cookieHigh[at] = Number(cookie >> 32n);
          sockets.cookieLow[at] = Number(cookie & 0xffffffffn);
        }
        const owners = {
          process: Int32Array.from(sketches, ({ process }) => process),
          place: new Int32Array(sketches.length),
          scope: Int32Array.from(sketches, ({ scope }) => scope),
        };
        const { places, ends } = socketOrder(sockets, owners, texts);
        const socketOf = (at: number) => {
          const { scope, cookie, process } = sketches[at] ?? { scope: 0, cookie: 0n, process: 0 };
          return [scope, sockets.cookieKind[at] === COUNTED_COOKIE ? 1 : 0, cookie ?? process].join(' ');
        };
        const groups = ends.map((end, at) => [...places.subarray(ends[at - 1] ?? 0, end)]);
        expect(new Set(groups.map(([first = 0]) => socketOf(first))).size).toBe(groups.length);
        for (const group of groups) {
          expect(new Set(group.map(socketOf)).size).toBe(1);
          const inTime = group.toSorted((a, b) => time(sockets, a) - time(sockets, b) || a - b);
          expect(group).toEqual(inTime);
        }
        expect([...places].sort((a, b) => a - b)).toEqual(sketches.flatMap(({ process }, at) => (process === 0 ? [] : [at])));
      }),
    );
  });
});

/** No time is before all times; of one instant, what comes earlier in a socket's life is before. */
function time({ us, operation }: ReturnType<typeof columnsOf>, at: number): number {
  const told = us[at] ?? Number.NaN;
  return (Number.isNaN(told) ? -1 : told) * 10 + (operation[at] ?? 0);
}
