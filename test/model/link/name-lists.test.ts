import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NameLists, type NumberedName } from '../../../src/model/link/name-lists.js';

const NAMES: fc.Arbitrary<NumberedName[]> = fc.array(
  fc.record({
    name: fc.integer({ min: 1, max: 9 }),
    from: fc.constantFrom('event' as const, 'dns' as const, 'flow' as const),
    us: fc.nat(9),
    event: fc.nat(9),
    note: fc.nat(2),
  }),
);

it('adds names at once as one after the other, each once, with lists of other rows between them', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(NAMES, NAMES)), (rows) => {
      const [oneByOne, atOnce] = [new NameLists(), new NameLists()];
      for (const [before, more] of rows) {
        const first = [...before, ...more].reduce((list, told) => oneByOne.with(list, told), 0);
        const list = atOnce.withAll(atOnce.withAll(0, before), more);
        expect(atOnce.of(list)).toEqual(oneByOne.of(first));
      }
    }),
  );
});

it('takes a hundred thousand names of one row', () => {
  const lists = new NameLists();
  const told = Array.from({ length: 100_000 }, (_, at) => ({ name: at + 1, from: 'flow', us: at, event: at, note: 0 }) as const);
  expect(lists.of(lists.withAll(0, [...told, ...told]))).toHaveLength(100_000);
});
