import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Database } from '../../src/store/binding.js';
import { PartBounds } from '../../src/store/part-bounds.js';
import { PartedRows } from '../../src/store/parted-rows.js';

const key = fc.record({ major: fc.nat(3), minor: fc.oneof(fc.nat(20), fc.constantFrom(2 ** 40, 2 ** 60)) });

describe('bounds of parts', () => {
  it('put every row into one part, and no row before one of a part before', () => {
    const cases = fc.record({
      rows: fc.array(key, { maxLength: 60 }),
      sample: fc.array(key, { maxLength: 20 }),
      parts: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(cases, ({ rows, sample, parts }) => {
        const bounds = new PartBounds(sample, parts);
        const sorted = rows.toSorted((a, b) => a.major - b.major || a.minor - b.minor);
        const inOrder = sorted.map(({ major, minor }) => bounds.partOf(major, minor));
        expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
        for (const part of inOrder) expect(part).toBeLessThan(parts);
      }),
    );
  });

  it('make parts of about the same size of rows that are as the sample', () => {
    const rows = Array.from({ length: 1000 }, (_, at) => ({ major: at % 3, minor: (at * 7919) % 1000 }));
    const bounds = new PartBounds(
      rows.filter((_, at) => at % 10 === 0),
      5,
    );
    const sizes = [0, 0, 0, 0, 0];
    for (const { major, minor } of rows) {
      const part = bounds.partOf(major, minor);
      sizes[part] = (sizes[part] ?? 0) + 1;
    }
    for (const size of sizes) expect(Math.abs(size - 200)).toBeLessThan(60);
  });
});

describe('rows that are put aside in parts', () => {
  it('come back part by part, each part in the order in which its rows came', () => {
    const row = fc.record({
      part: fc.nat(3),
      us: fc.constantFrom(Number.NaN, 0, 5, 1_690_000_000_000_000, Number.POSITIVE_INFINITY),
      ref: fc.nat(2 ** 32 - 1),
    });
    const stretches = fc.array(fc.array(row, { minLength: 1, maxLength: 20 }), { maxLength: 6 });
    fc.assert(
      fc.property(stretches, (all) => {
        const database = new Database(':memory:');
        const parted = new PartedRows<{ readonly us: Float64Array; readonly ref: Uint32Array }>(database, 'parted_test', 4);
        for (const rows of all)
          parted.put(
            { us: Float64Array.from(rows, ({ us }) => us), ref: Uint32Array.from(rows, ({ ref }) => ref) },
            rows.length,
            (at) => rows[at]?.part ?? 0,
          );
        for (let part = 0; part < 4; part++) {
          const expected = all.flat().filter((one) => one.part === part);
          const columns = { us: new Float64Array(expected.length), ref: new Uint32Array(expected.length) };
          expect(parted.rows(part)).toBe(expected.length);
          parted.into(part, columns);
          expect([...columns.us]).toEqual(expected.map(({ us }) => us));
          expect([...columns.ref]).toEqual(expected.map(({ ref }) => ref));
        }
        database.close();
      }),
    );
  });
});
