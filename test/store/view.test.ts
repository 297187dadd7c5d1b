import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CaseView, type Grouping, TREE_FLAGS, type TreeSkeleton } from '../../src/model/case-view.js';
import { NO_FILTER } from '../../src/model/filter.js';
import type { WritableCase } from '../../src/store/write.js';
import { type Actor, dnsLine, enterpriseLine, execLine, exitLine } from '../tetragon-lines.js';
import { caseOf, linkedLines } from './case-of.js';
import { CONTAINERS } from './drawn-tree.js';
import { finding, incident } from './finding.js';

interface Grown {
  readonly under: number;
  readonly place: 'host' | 'web' | 'db' | 'same';
  readonly node: string;
}

/** A forest: each process is started by an earlier one, or by nobody. */
const forest = fc.array(
  fc.record<Grown>({
    under: fc.nat(20),
    place: fc.constantFrom('same', 'same', 'host', 'web', 'db'),
    node: fc.constantFrom('node-1', 'node-1', 'node-2'),
  }),
  { maxLength: 25 },
);

function actorsOf(grown: readonly Grown[]): readonly Actor[] {
  const actors: Actor[] = [];
  for (const [index, { under, place, node }] of grown.entries()) {
    const parent = actors[under];
    const container = place === 'same' ? parent?.container : place === 'host' ? undefined : CONTAINERS[place];
    actors.push({
      pid: 100 + index,
      at: 20 + index * 40,
      binary: `/bin/p${index}`,
      node: parent?.node ?? node,
      ...(parent === undefined ? {} : { parent }),
      ...(container === undefined ? {} : { container }),
    });
  }
  return actors;
}

/** Rows of a skeleton checked against each other: what a screen trusts. */
function brokenRules(tree: TreeSkeleton): readonly string[] {
  const places = Array.from(tree.ids)
    .filter((id) => id < 0)
    .map((id) => -1 - id);
  const areGroupsWhole = new Set(places).size === places.length && places.every((place) => tree.groups[place] !== undefined);
  return [
    ...Array.from(tree.ids).flatMap((_, row) => brokenAt(tree, row)),
    ...(areGroupsWhole ? [] : ['a group stands twice or not at all']),
  ];
}

function brokenAt({ ids, sizes, depths }: TreeSkeleton, row: number): readonly string[] {
  const depthAt = (at: number) => depths[at] ?? 0;
  const end = row + (sizes[row] ?? 0);
  const below = Array.from(depths.subarray(row + 1, end));
  const rules: readonly (readonly [boolean, string])[] = [
    [end > row && end <= ids.length, 'has a size beyond the tree'],
    [below.every((depth) => depth > depthAt(row)), 'holds a row that is not below it'],
    [end >= ids.length || depthAt(end) <= depthAt(row), 'does not hold a row that is below it'],
    [depthAt(row) <= (row === 0 ? 0 : depthAt(row - 1) + 1), 'skips a level'],
  ];
  return rules.flatMap(([holds, what]) => (holds ? [] : [`row ${row} ${what}`]));
}

/** Process to the process whose row it stands under. */
function parentsIn(view: CaseView, grouping: Grouping): ReadonlyMap<number, number | undefined> {
  const { ids, depths } = view.tree(grouping);
  const path: number[] = [];
  const parents = new Map<number, number | undefined>();
  ids.forEach((id, row) => {
    const depth = depths[row] ?? 0;
    path.length = depth;
    const above = path[depth - 1];
    if (id > 0) parents.set(id, above !== undefined && above > 0 ? above : undefined);
    path.push(id);
  });
  return parents;
}

describe('a tree', () => {
  it('has each process once in both arrangements, with sizes and depths that agree', async () => {
    await fc.assert(
      fc.asyncProperty(forest, async (grown) => {
        const { view } = await caseOf(actorsOf(grown).map(execLine));
        const { rows } = view.processes(NO_FILTER, { limit: 1000 });
        for (const grouping of ['pod', 'host'] as const) {
          const tree = view.tree(grouping);
          expect(brokenRules(tree)).toEqual([]);
          expect([...tree.ids].filter((id) => id > 0).sort((a, b) => a - b)).toEqual(rows.map(({ id }) => id).sort((a, b) => a - b));
        }
        const onHost = parentsIn(view, 'host');
        for (const { id, parentId } of rows) expect(onHost.get(id)).toBe(parentId);
      }),
      { numRuns: 40 },
    );
  });

  it('puts a process of another container than its parent at the top of its own container', async () => {
    await fc.assert(
      fc.asyncProperty(forest, async (grown) => {
        const { view } = await caseOf(actorsOf(grown).map(execLine));
        const { rows } = view.processes(NO_FILTER, { limit: 1000 });
        const containers = new Map(rows.map(({ id, containerId }) => [id, containerId]));
        const inPods = parentsIn(view, 'pod');
        for (const { id, parentId, containerId } of rows) {
          const isBeside = parentId !== undefined && containers.get(parentId) === containerId;
          expect(inPods.get(id)).toBe(isBeside ? parentId : undefined);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('of nothing is empty', async () => {
    const { view } = await caseOf(['{"rate_limit_info":{}}']);
    for (const grouping of ['pod', 'host'] as const) expect(view.tree(grouping).ids).toHaveLength(0);
  });
});

const init: Actor = { pid: 1, at: 1, binary: '/sbin/init' };
const web: Actor = {
  pid: 20,
  at: 10,
  binary: '/bin/web',
  parent: init,
  ...(CONTAINERS.web === undefined ? {} : { container: CONTAINERS.web }),
};
const many: readonly Actor[] = Array.from({ length: 30 }, (_, index) => ({
  ...web,
  pid: 100 + index,
  at: 20 + Math.floor(index / 3) * 100,
  parent: web,
}));

describe('pages', () => {
  let store: WritableCase;
  beforeAll(async () => {
    store = await linkedLines([
      execLine(web),
      ...many.flatMap((actor, index) => [
        execLine(actor),
        '{"half',
        dnsLine(actor, 50 + Math.floor(index / 4), { name: `n${index}.example` }),
        enterpriseLine('process_connect', actor, {
          local: `10.0.0.1:${4000 + index}`,
          remote: '203.0.113.7:443',
          cookie: `${index + 1}`,
          at: 60 + Math.floor(index / 5),
        }),
      ]),
      exitLine(web, 5000),
    ]);
  });

  it.each([1, 2, 3, 7, 30, 31, 32, 33, 1000])('of %i rows cover every listing exactly once, in the same order', (limit) => {
    const { view } = store;
    const listings = [
      (after?: number) => view.processes(NO_FILTER, { limit, ...(after === undefined ? {} : { after }) }),
      (after?: number) => view.connections(NO_FILTER, { limit, ...(after === undefined ? {} : { after }) }),
      (after?: number) => view.dnsMessages(NO_FILTER, { limit, ...(after === undefined ? {} : { after }) }),
      (after?: number) => view.problems({ limit, ...(after === undefined ? {} : { after }) }),
    ];
    const whole = [
      view.processes(NO_FILTER, { limit: 10_000 }),
      view.connections(NO_FILTER, { limit: 10_000 }),
      view.dnsMessages(NO_FILTER, { limit: 10_000 }),
      view.problems({ limit: 10_000 }),
    ];
    expect(whole.map(({ rows }) => rows.length)).toEqual([32, 30, 30, 30]);
    listings.forEach((page, index) => {
      const ids: number[] = [];
      let after: number | undefined;
      do {
        const { rows, next } = page(after);
        expect(rows.length).toBeLessThanOrEqual(limit);
        ids.push(...rows.map(({ id }) => id));
        after = next;
      } while (after !== undefined);
      expect(ids).toEqual(whole[index]?.rows.map(({ id }) => id));
    });
  });

  it('of processes are in order of their start', () => {
    const starts = store.view.processes(NO_FILTER, { limit: 100 }).rows.map(({ startedAtUs }) => startedAtUs ?? -1);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
  });

  it('of rows for a screen come in the order asked, without those that do not exist', () => {
    const ids = store.view.processes(NO_FILTER, { limit: 3 }).rows.map(({ id }) => id);
    expect(store.view.treeRows([...ids].reverse().concat(99_999)).map(({ process }) => process.id)).toEqual([...ids].reverse());
  });
});

describe('what a tree row is flagged with', () => {
  it('is what its process says', async () => {
    const late: Actor = { ...web, pid: 30, at: 999, parent: web };
    const { view } = await caseOf([
      execLine(web),
      execLine(late),
      exitLine(late, 1001),
      enterpriseLine('process_connect', late, { local: '10.0.0.1:4000', remote: '203.0.113.7:443', at: 1000 }),
    ]);
    const { ids, flags } = view.tree('host');
    const named = (row: number) => Object.entries(TREE_FLAGS).flatMap(([name, bit]) => (((flags[row] ?? 0) & bit) === 0 ? [] : [name]));
    const byPid = new Map(Array.from(ids, (id, row) => [view.process(id)?.pid, named(row)]));
    expect([byPid.get(1), byPid.get(20), byPid.get(30)]).toEqual([[], ['main'], ['late', 'hasConnection', 'hasExternal', 'exited']]);
  });
});

describe('questions about one process', () => {
  it('give its ancestors from the parent up, its children by start, and its evidence', async () => {
    const sh: Actor = { ...web, pid: 30, at: 40, parent: web };
    const id: Actor = { ...web, pid: 31, at: 41, parent: sh };
    const { view } = await caseOf([execLine(id), execLine(sh), execLine({ ...sh, pid: 32, at: 39 }), execLine(web)]);
    const row = (pid: number) => view.processes(NO_FILTER, { limit: 9 }).rows.find((process) => process.pid === pid)?.id ?? 0;
    expect(view.ancestors(row(31)).map(({ pid }) => pid)).toEqual([30, 20, 1]);
    expect(view.ancestors(row(31), 2).map(({ pid }) => pid)).toEqual([30, 20]);
    expect(view.children(row(20)).map(({ pid }) => pid)).toEqual([32, 30]);
    expect(view.process(row(31))?.evidence).toMatchObject([{ line: 1 }]);
    expect(view.process(row(1))?.evidence).toMatchObject([{ line: 4 }]);
    expect([view.process(999), view.connection(999), view.container(999), view.processWithExecId('x')]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('findings and incidents', () => {
  it('are kept as they were given, in that order, until the case is linked anew', async () => {
    const store = await caseOf([execLine(web), execLine({ ...web, pid: 30, at: 40, parent: web })]);
    expect(store.needsDetection()).toBe(true);
    const findings = [finding(store, 30), finding(store, 20)];
    const incidents = [incident(['a', 'b']), incident(['c'])];
    store.saveJudgement({ findings, incidents });
    expect(store.view.findings()).toEqual(findings);
    expect(store.view.incidents()).toEqual(incidents);
    expect(store.needsDetection()).toBe(false);
    store.saveJudgement({ findings: findings.slice(0, 1), incidents: incidents.slice(0, 1) });
    expect(store.view.findings()).toEqual(findings.slice(0, 1));
    expect(store.view.incidents()).toEqual(incidents.slice(0, 1));
    store.link({ lateAfterSeconds: 300 });
    expect(store.view.findings()).toEqual([]);
    expect(store.view.incidents()).toEqual([]);
    expect(store.needsDetection()).toBe(true);
  });
});

describe('the overview', () => {
  it('says what the sources can not answer', async () => {
    const { view } = await caseOf([
      '{"rate_limit_info":{"number_of_dropped_process_events":"7"},"time":"2026-01-01T00:00:00Z"}',
      exitLine(web, 30),
    ]);
    expect(view.overview().missing.join('\n')).toMatch(/no exec events[\s\S]*no connection events[\s\S]*dropped 7 events/);
  });

  it('spans what was observed, not what /proc told of before', async () => {
    const { view } = await caseOf([execLine({ ...init, flags: 'procFS' }), execLine(web), exitLine(web, 30)]);
    const { firstTimeUs = 0, lastTimeUs = 0 } = view.overview();
    expect(lastTimeUs - firstTimeUs).toBe(20_000_000);
  });
});
