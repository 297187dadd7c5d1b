import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SortedNames, wholeId } from '../../../src/model/link/container-ids.js';

const FULL = `${'a'.repeat(40)}${'b'.repeat(24)}`;

describe('the whole id of a container', () => {
  it.each([
    { what: 'is the longest that begins like a part', known: [FULL, FULL.slice(0, 31)], part: FULL.slice(0, 15), whole: FULL },
    {
      what: 'is the part where two begin like it',
      known: [`${'a'.repeat(15)}1`, `${'a'.repeat(15)}2`],
      part: 'a'.repeat(15),
      whole: 'a'.repeat(15),
    },
    { what: 'is the part where nothing else is known', known: [], part: 'abc', whole: 'abc' },
  ])('$what', ({ known, part, whole }) => {
    expect(wholeId(part, new SortedNames(known))).toBe(whole);
  });

  it('is what looking at every known id gives', () => {
    const id = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(id), id, (known, part) => {
        const beginning = known.filter((one) => one.startsWith(part));
        const longest = beginning.toSorted((a, b) => b.length - a.length)[0] ?? part;
        const names = new SortedNames(known);
        expect([...names.startingWith(part)]).toEqual([...new Set(beginning)].sort());
        expect(wholeId(part, names)).toBe(beginning.every((one) => longest.startsWith(one)) ? longest : part);
      }),
    );
  });
});
