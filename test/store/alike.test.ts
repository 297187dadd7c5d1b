import { describe, expect, it } from 'vitest';
import { type Grouping, TREE_FLAGS } from '../../src/model/case-view.js';
import { type Actor, execLine } from '../tetragon-lines.js';
import { caseOf } from './case-of.js';
import { CONTAINERS } from './drawn-tree.js';

const sh: Actor = { pid: 10, at: 10, binary: '/bin/sh' };

/** Pids of the rows flagged as alike the sibling before them. */
async function alikePids(started: readonly Partial<Actor>[], grouping: Grouping = 'host'): Promise<readonly (number | undefined)[]> {
  const children = started.map((one, place): Actor => ({ pid: 20 + place, at: 20 + place, binary: '/bin/curl', parent: sh, ...one }));
  const { view } = await caseOf([sh, ...children].map((actor) => execLine(actor)));
  const { ids, flags } = view.tree(grouping);
  return [...ids.keys()].filter((row) => ((flags[row] ?? 0) & TREE_FLAGS.alike) !== 0).map((row) => view.process(ids[row] ?? 0)?.pid);
}

describe('a row of the tree is alike the sibling before it', () => {
  it.each([
    { what: 'with the same arguments', started: [{ arguments: '-s a' }, { arguments: '-s a' }], alike: [21] },
    { what: 'with arguments that differ in digits', started: [{ arguments: '/job/7' }, { arguments: '/job/1204' }], alike: [21] },
    { what: 'without arguments', started: [{}, {}, {}], alike: [21, 22] },
    { what: 'not with other arguments', started: [{ arguments: 'a' }, { arguments: 'b' }], alike: [] },
    { what: 'not when another program has a digit more', started: [{ binary: '/bin/python3' }, { binary: '/bin/python' }], alike: [] },
    { what: 'not when something else started in between', started: [{}, { binary: '/bin/id' }, {}], alike: [] },
    {
      what: 'not with a command line too long to compare',
      started: [{ arguments: 'x'.repeat(600) }, { arguments: 'x'.repeat(600) }],
      alike: [],
    },
  ])('$what', async ({ started, alike }) => {
    expect(await alikePids(started)).toEqual(alike);
  });

  it('in the arrangement that has them side by side', async () => {
    const started = [{ container: CONTAINERS.web }, { container: CONTAINERS.db }].map(({ container }) =>
      container === undefined ? {} : { container },
    );
    expect(await alikePids(started, 'host')).toEqual([21]);
    expect(await alikePids(started, 'pod')).toEqual([]);
  });
});
