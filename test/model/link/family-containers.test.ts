import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { familyContainers } from '../../../src/model/link/family-containers.js';

interface Sketch {
  readonly parent: number;
  readonly container: number;
  readonly isWithParent: boolean;
  readonly isInContainer: boolean;
}

const NOBODY: Sketch = { parent: 0, container: 0, isWithParent: false, isInContainer: false };
const ROUNDS = 16;

/** As a person would do it: round by round, each time looking through all children. */
function plainly(processes: readonly Sketch[]): readonly number[] {
  let containers = processes.map(({ container }) => container);
  const childrenOf = (id: number) =>
    processes.flatMap(({ parent }, row) => (row > 0 && parent === id && containers[row] !== 0 ? [containers[row] ?? 0] : []));
  const aboveOf = ({ parent }: Sketch) => (parent === 0 ? 0 : (containers[parent] ?? 0));
  for (let round = 0; round < ROUNDS; round++) {
    const before = containers.join();
    containers = containers.map((own, id) => {
      const process = processes[id] ?? NOBODY;
      return id > 0 && own === 0 && process.isWithParent ? aboveOf(process) : own;
    });
    const empty = processes.flatMap((process, id) => {
      const below = new Set(childrenOf(id));
      const [only = 0] = below;
      return id > 0 && containers[id] === 0 && below.size === 1 && (process.isInContainer || aboveOf(process) === only) ? [id] : [];
    });
    for (const id of empty) containers[id] = Math.min(...childrenOf(id));
    if (containers.join() === before) break;
  }
  return containers;
}

function filled(processes: readonly Sketch[]): readonly number[] {
  return [
    ...familyContainers({
      parent: Int32Array.from(processes, ({ parent }) => parent),
      container: Int32Array.from(processes, ({ container }) => container),
      isWithParent: (id) => processes[id]?.isWithParent ?? false,
      isInContainer: (id) => processes[id]?.isInContainer ?? false,
    }),
  ];
}

describe('the container of a process that tells none', () => {
  const inOne = { ...NOBODY, container: 1 };
  it.each<{ readonly what: string; readonly family: readonly Sketch[]; readonly expected: readonly number[] }>([
    {
      what: 'is that of its parent and its child when those are in one',
      family: [inOne, { ...NOBODY, parent: 1 }, { ...inOne, parent: 2 }],
      expected: [1, 1, 1],
    },
    {
      what: 'is not known when only its child is in one',
      family: [NOBODY, { ...NOBODY, parent: 1 }, { ...inOne, parent: 2 }],
      expected: [0, 0, 1],
    },
    {
      what: 'is that of its only contained children when its source says that it is in some',
      family: [NOBODY, { ...NOBODY, parent: 1, isInContainer: true }, { ...inOne, parent: 2 }],
      expected: [0, 1, 1],
    },
    {
      what: 'is its parent’s for one that is where its parent is, generation after generation',
      family: [inOne, { ...NOBODY, parent: 1, isWithParent: true }, { ...NOBODY, parent: 2, isWithParent: true }],
      expected: [1, 1, 1],
    },
  ])('$what', ({ family, expected }) => {
    expect(filled([NOBODY, ...family]).slice(1)).toEqual(expected);
  });

  it('is what going through all children round by round gives, in any family, circles and all', () => {
    const families = fc.integer({ min: 1, max: 14 }).chain((count) =>
      fc.array(
        fc.record({
          parent: fc.integer({ min: 0, max: count }),
          container: fc.constantFrom(0, 0, 0, 1, 2, 3),
          isWithParent: fc.boolean(),
          isInContainer: fc.boolean(),
        }),
        { minLength: count, maxLength: count },
      ),
    );
    fc.assert(
      fc.property(families, (family) => {
        expect(filled([NOBODY, ...family])).toEqual(plainly([NOBODY, ...family]));
      }),
    );
  });
});
