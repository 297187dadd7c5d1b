import { describe, expect, it } from 'vitest';
import { type ReportGroup, uniteInstances } from '../../../src/model/link/unite-instances.js';

function group(instance: string, fields: Partial<ReportGroup> = {}): ReportGroup {
  return { instance, hostnames: [], chalkIds: [], firstUs: 0, lastUs: 100, ...fields };
}

const run = (id: string, fields: Partial<ReportGroup> = {}) => group(id, { runId: id, hostnames: ['web'], chalkIds: ['A'], ...fields });
const told = group('web/A', { hostnames: ['web'], chalkIds: ['A'] });

describe('reports without the id of a run', () => {
  it.each<[string, readonly ReportGroup[], string]>([
    ['are of the run on their host', [run('r1'), told], 'r1'],
    ['stand for themselves where no run is on their host', [run('r1', { hostnames: ['db'] }), told], 'web/A'],
    ['stand for themselves where the run there is of another image', [run('r1', { chalkIds: ['B'] }), told], 'web/A'],
    ['are of a run that names no image', [run('r1', { chalkIds: [] }), told], 'r1'],
    ['are of the run that they overlap most', [run('r1', { lastUs: 10 }), run('r2', { firstUs: 20 }), told], 'r2'],
    [
      'are of the run nearest in time when they overlap none',
      [run('r1', { lastUs: 10 }), run('r2', { firstUs: 90 }), { ...told, firstUs: 30, lastUs: 40 }],
      'r1',
    ],
    ['stand for themselves without a host', [run('r1'), group('A', { chalkIds: ['A'] })], 'A'],
  ])('%s', (_what, groups, expected) => {
    for (const order of [groups, groups.toReversed()]) {
      const united = uniteInstances(order);
      expect(united.get(groups.at(-1)?.instance ?? '')).toBe(expected);
      for (const { instance, runId } of groups) if (runId !== undefined) expect(united.get(instance)).toBe(instance);
    }
  });
});
