import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnStarts, PackedNumbers, unpackInto, unpackOne } from '../../src/store/pages/packed-numbers.js';

/** Columns of so many numbers each, packed behind each other. */
function packedOf(columns: readonly (readonly number[])[], count: number): Buffer {
  const packed = new PackedNumbers();
  // What stands behind the first `count` is no part of a column.
  for (const column of columns) packed.add(Float64Array.from([...column, -1, 2 ** 40, Number.NaN]), count);
  return packed.take();
}

/** All columns, each unpacked at once, to a place within a longer list. */
function unpacked(packed: Buffer, count: number): readonly (readonly number[])[] {
  return columnStarts(packed, count).map((start) => {
    const list = new Float64Array(count + 5).fill(-7);
    unpackInto(packed, start, count, list, 2);
    expect([...list.subarray(0, 2), ...list.subarray(count + 2)]).toEqual([-7, -7, -7, -7, -7]);
    return [...list.subarray(2, count + 2)];
  });
}

/** All columns, number by number. */
function readSingly(packed: Buffer, count: number): readonly (readonly number[])[] {
  return columnStarts(packed, count).map((start) => Array.from({ length: count }, (_, at) => unpackOne(packed, start, at)));
}

const MOST = 2 ** 52;
const EDGES = [0, 7, 8, 15, 16, 31, 32, 33, 40, 51].flatMap((bits) => [2 ** bits - 1, 2 ** bits, 2 ** bits + 1]);
/** How far the numbers of a column are apart, and where they begin. */
const range = fc.constantFrom(...EDGES, MOST);
const base = fc.oneof(fc.constantFrom(...EDGES, ...EDGES.map((edge) => 0 - edge)), fc.integer({ min: -MOST, max: MOST }));

/** Numbers within a range, its ends among them, at times with NaN. */
function column(count: number): fc.Arbitrary<readonly number[]> {
  return fc.tuple(range, base, fc.boolean()).chain(([width, from, hasNone]) => {
    const least = Math.min(from, MOST - width);
    const number = fc.oneof(
      { arbitrary: fc.integer({ min: least, max: least + width }), weight: 4 },
      { arbitrary: fc.constantFrom(least, least + width), weight: 2 },
      ...(hasNone ? [{ arbitrary: fc.constant(Number.NaN), weight: 1 }] : []),
    );
    return fc.array(number, { minLength: count, maxLength: count });
  });
}

const columns = fc
  .integer({ min: 0, max: 40 })
  .chain((count) => fc.tuple(fc.constant(count), fc.array(column(count), { minLength: 1, maxLength: 6 })));

const HEAD = 9;
const NONE = Number.NaN;

describe('packed columns of numbers', () => {
  it('come back as they were, all at once and one by one, with others behind them', () => {
    fc.assert(
      fc.property(columns, ([count, told]) => {
        const packed = packedOf(told, count);
        expect(columnStarts(packed, count)).toHaveLength(told.length);
        expect(unpacked(packed, count)).toEqual(told);
        expect(readSingly(packed, count)).toEqual(told);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['the same number throughout', [5, 5, 5, 5], HEAD],
    ['the same large number throughout', [MOST, MOST, MOST, MOST], HEAD],
    ['no number at all', [NONE, NONE, NONE, NONE], HEAD],
    ['numbers that are 255 apart', [1_000_000, 1_000_255, 1_000_001, 1_000_000], HEAD + 4],
    ['numbers that are 256 apart', [1_000_000, 1_000_256, 1_000_001, 1_000_000], HEAD + 8],
    ['numbers that are 254 apart, and none', [0, 254, NONE, 1], HEAD + 4],
    ['numbers that are 255 apart, and none', [0, 255, NONE, 1], HEAD + 8],
    ['one number, and none', [7, NONE, 7, NONE], HEAD + 4],
    ['numbers that are 65,535 apart', [-1, 65_534, 0, 1], HEAD + 8],
    ['numbers that are 65,535 apart, and none', [-1, 65_534, NONE, 1], HEAD + 16],
    ['numbers that are 2^32 - 1 apart', [3, 2 ** 32 + 2, 4, 2 ** 31 + 3], HEAD + 16],
    ['numbers that are 2^32 - 1 apart, and none', [3, 2 ** 32 + 2, NONE, 4], HEAD + 32],
    ['numbers that are 2^32 apart', [0, 2 ** 32, 1, 2], HEAD + 32],
  ])('take the bytes that they need: %s', (_what, numbers, bytes) => {
    const packed = packedOf([numbers], numbers.length);
    expect(packed).toHaveLength(bytes);
    expect([unpacked(packed, 4), readSingly(packed, 4)]).toEqual([[numbers], [numbers]]);
  });

  it('may be empty', () => {
    const packed = packedOf([[], []], 0);
    expect(columnStarts(packed, 0)).toEqual([0, HEAD]);
    expect(unpacked(packed, 0)).toEqual([[], []]);
  });

  it('begin anew after they were taken, however long they were', () => {
    const packed = new PackedNumbers();
    const long = Array.from({ length: 30_000 }, (_, at) => at * 2 ** 33);
    packed.add(long, long.length);
    packed.add(long, long.length);
    const first = packed.take();
    packed.add([1, 2], 2);
    const second = packed.take();
    expect(unpacked(first, long.length)).toEqual([long, long]);
    expect(unpacked(second, 2)).toEqual([[1, 2]]);
    expect(packed.take()).toHaveLength(0);
  });

  it('come back into lists of 32 bits too', () => {
    const packed = packedOf([[-5, 70_000, 3]], 3);
    const list = new Int32Array(4);
    unpackInto(packed, 0, 3, list, 1);
    expect([...list]).toEqual([0, -5, 70_000, 3]);
  });
});
