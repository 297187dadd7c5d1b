import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimatedStarts } from '../../../src/model/link/estimate-starts.js';

interface Sketch {
  readonly parent: number;
  readonly bootUs: number;
  readonly startUs: number;
}

const told = (us: number) => !Number.isNaN(us);

/** As a person would do it: one process after the other, each time looking through all others. */
function plainly(processes: readonly Sketch[]): readonly number[] {
  const starts = processes.map(({ startUs }) => startUs);
  processes.forEach(({ bootUs, startUs }, id) => {
    if (id === 0 || told(startUs) || !(bootUs > 0)) return;
    const [first] = processes
      .map((process, row) => ({ ...process, row }))
      .filter(({ parent, row, bootUs: boot }) => row > 0 && parent === id && told(boot) && told(starts[row] ?? Number.NaN))
      .sort((a, b) => a.bootUs - b.bootUs || a.row - b.row);
    if (first !== undefined) starts[id] = (starts[first.row] ?? Number.NaN) - (first.bootUs - bootUs);
  });
  return starts;
}

const filled = (processes: readonly Sketch[]) => {
  const estimates = estimatedStarts({
    parent: Int32Array.from(processes, ({ parent }) => parent),
    bootUs: Float64Array.from(processes, ({ bootUs }) => bootUs),
    startUs: Float64Array.from(processes, ({ startUs }) => startUs),
  });
  return processes.map(({ startUs }, id) => (told(startUs) ? startUs : (estimates[id] ?? Number.NaN)));
};

describe('the start of a process that only its id tells of', () => {
  it('is as long before its first child as their ids say', () => {
    const nobody = { parent: 0, bootUs: Number.NaN, startUs: Number.NaN };
    const parent = { parent: 0, bootUs: 100, startUs: Number.NaN };
    const later = { parent: 1, bootUs: 900, startUs: 5_900 };
    const earlier = { parent: 1, bootUs: 700, startUs: 5_701 };
    expect(filled([nobody, parent, later, earlier])[1]).toBe(5_101);
  });

  it('is what looking at one after the other gives, in any family, circles and all', () => {
    const time = fc.oneof(fc.constant(Number.NaN), fc.integer({ min: 0, max: 20 }));
    const families = fc.integer({ min: 1, max: 12 }).chain((count) =>
      fc.array(fc.record({ parent: fc.integer({ min: 0, max: count }), bootUs: time, startUs: time }), {
        minLength: count,
        maxLength: count,
      }),
    );
    fc.assert(
      fc.property(families, (family) => {
        const processes = [{ parent: 0, bootUs: Number.NaN, startUs: Number.NaN }, ...family];
        expect(filled(processes).slice(1)).toEqual(plainly(processes).slice(1));
      }),
    );
  });
});
