import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Database } from '../../src/store/binding.js';
import { Exits } from '../../src/store/link/exits.js';
import { ImageColumns } from '../../src/store/link/image-columns.js';
import { linkParents } from '../../src/store/link/parents.js';
import { ProcessColumns } from '../../src/store/link/process-columns.js';

/** A process of one image; `names` is the place of another whose image it gives as its parent, beyond the end one that nobody saw. */
interface Sketch {
  readonly pid: number;
  readonly bootUs: number;
  readonly exitUs: number;
  readonly names: number | undefined;
}

const UNSEEN = [
  { pid: 1, bootUs: 0 },
  { pid: 2, bootUs: 4 },
  { pid: 3, bootUs: 9 },
];
const JITTER_US = 1_000_000;
const SECOND = 1_000_000;

interface Family {
  readonly parents: readonly (number | undefined)[];
  readonly childCounts: readonly number[];
}

/** Processes stand in order of pid and start: numbers of rows are places from 1; images have the same, and those that nobody saw come after. */
function linked(sketches: readonly Sketch[]): Family {
  const all = [...sketches, ...UNSEEN];
  const images = new ImageColumns(all.length, all.length, new Exits(all.length));
  const processes = new ProcessColumns(all.length);
  images.nodes.push('node');
  all.forEach(({ pid, bootUs }, at) => {
    images.pid[at + 1] = pid;
    images.bootUs[at + 1] = bootUs * SECOND;
  });
  for (const [at, { bootUs, exitUs, names }] of sketches.entries()) {
    const us = bootUs * SECOND;
    const parentImage = names === undefined ? 0 : (names % all.length) + 1;
    const id = processes.add({ image: at + 1, copy: 0, parentImage, place: 0, bootUs: us, startUs: us, imageStartUs: us, traits: 0 });
    images.process[at + 1] = id;
    processes.exitUs[id] = exitUs * SECOND;
  }
  const database = new Database(':memory:');
  database.exec('create table image (id integer primary key, exec_id text)');
  all.forEach((_, at) => {
    database.prepare('insert into image values (?, ?)').run(at + 1, `exec ${at + 1}`);
  });
  linkParents(database, images, processes);
  database.close();
  const rows = Array.from({ length: processes.count }, (_, at) => at + 1);
  return {
    parents: rows.map((id) => processes.image[processes.parent[id] ?? 0] || undefined),
    childCounts: rows.map((id) => processes.children[id] ?? 0),
  };
}

/** The same for people: images of parents, by looking through everything. */
function plainly(sketches: readonly Sketch[]): Family {
  const all = [...sketches, ...UNSEEN];
  const named = sketches.map(({ names }) => (names === undefined ? undefined : names % all.length));
  const parents = sketches.map((child, at) => {
    const parent = named[at];
    if (parent === undefined || parent === at) return undefined;
    const unseen = all[parent];
    if (parent < sketches.length || unseen === undefined) return parent;
    const holders = sketches
      .map((process, place) => ({ ...process, place }))
      .filter(({ pid, place }) => pid === unseen.pid && place !== at)
      .filter(({ bootUs }) => bootUs < child.bootUs && (unseen.bootUs === 0 || bootUs <= unseen.bootUs))
      .filter(({ exitUs }) => !(exitUs * SECOND + JITTER_US < child.bootUs * SECOND))
      .sort((a, b) => b.bootUs - a.bootUs || b.place - a.place);
    return holders[0]?.place ?? parent;
  });
  for (const [at] of sketches.entries()) {
    const circle = [at];
    for (let next = parents[at]; next !== undefined && next !== at && !circle.includes(next); next = parents[next]) circle.push(next);
    if (parents[circle.at(-1) ?? 0] !== at) continue;
    const [oldest = at] = circle.toSorted((a, b) => (sketches[a]?.bootUs ?? 0) - (sketches[b]?.bootUs ?? 0) || a - b);
    parents[oldest] = undefined;
  }
  const inferred = [...new Set(parents)]
    .flatMap((parent) => (parent !== undefined && parent >= sketches.length ? [parent] : []))
    .sort((a, b) => a - b);
  const places = [...sketches.map((_, at) => at), ...inferred];
  return {
    parents: places.map((place) => {
      const parent = parents[place];
      return parent === undefined ? undefined : parent + 1;
    }),
    childCounts: places.map((place) => parents.filter((parent) => parent === place).length),
  };
}

describe('the parents of processes', () => {
  const sketches = fc
    .array(
      fc.record({
        pid: fc.integer({ min: 1, max: 3 }),
        bootUs: fc.integer({ min: 1, max: 12 }),
        exitUs: fc.oneof(fc.constant(Number.NaN), fc.integer({ min: 1, max: 14 })),
        names: fc.option(fc.nat(), { nil: undefined }),
      }),
      { minLength: 1, maxLength: 12 },
    )
    .map((family) => family.toSorted((a, b) => a.pid - b.pid || a.bootUs - b.bootUs));

  it('are what looking through all gives, with pids used again, parents that nobody saw, and circles', () => {
    fc.assert(
      fc.property(sketches, (family) => {
        expect(linked(family)).toEqual(plainly(family));
      }),
      { numRuns: 500 },
    );
  });
});
