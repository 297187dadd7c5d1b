import { describe, expect, it } from 'vitest';
import { type Actor, eventLine, execIdOf, execLine, exitLine, kprobeLine, timeAt, unknownParent } from '../tetragon-lines.js';
import { caseOf } from './case-of.js';
import { actorsOf, CONTAINERS, drawn, linesOf, tidy } from './drawn-tree.js';

describe('a tree that is drawn and written as events is linked to the same tree', () => {
  it.each<[string, string]>([
    [
      'fork-and-exec',
      `
      init@1 1
        shim@5 10
          node@10 200 #web main
            sh@20 300 #web !25
              id@21 301 #web !22
      `,
    ],
    [
      'image-replaced',
      `
      shim@5 10
        entry.sh@10 ⇒ env@10.5 ⇒ node@11 200 #web main
          sh@20 300 #web
      `,
    ],
    [
      'fork-without-exec',
      `
      shim@5 10
        gunicorn@10 200 #web main
          ~gunicorn@12 201 #web
            sh@100 300 #web
          ~gunicorn@13 202 #web !14
      `,
    ],
    [
      'fork-then-exec-seconds-later',
      `
      shim@5 10
        bash@10 200 #web main
          ~bash@12 ⇒ nc@90 201 #web
      `,
    ],
    [
      'pid-reused',
      `
      shim@5 10
        node@10 200 #web main
          sh@20 300 #web !25
          id@30 300 #web !31
      `,
    ],
    [
      'late-in-a-container',
      `
      shim@5 10
        node@10 200 #web main
          worker@309 300 #web
          sh@311 301 #web late
            id@312 302 #web late
      `,
    ],
    [
      'two-containers-of-one-runtime',
      `
      shim@5 10
        node@10 200 #web main
        postgres@12 201 #db main
          writer@13 202 #db
      `,
    ],
  ])('%s', async (_name, drawing) => {
    const plain = drawing.replaceAll(/ (?:main|late)$/gm, '');
    const store = await caseOf(linesOf(plain));
    expect(drawn(store)).toBe(tidy(drawing));
    expect(store.view.problems({ limit: 10 }).rows).toEqual([]);
  });
});

const shim: Actor = { pid: 10, at: 5, binary: '/bin/shim' };
const web = CONTAINERS.web;
const node: Actor = { pid: 200, at: 10, binary: '/bin/node', parent: shim, ...(web === undefined ? {} : { container: web }) };

describe('what the log does not tell', () => {
  it.each<[string, readonly string[], string]>([
    [
      'a parent that is only named is inferred, its start estimated from its id',
      [execLine({ ...node, parent: execIdOf({ pid: 10, at: 5 }) })],
      `
      ?@5 10
        node@10 200 #web main
      `,
    ],
    [
      'an embedded parent is a process though it has no events',
      [execLine(node)],
      `
      shim@5 10
        node@10 200 #web main
      `,
    ],
    [
      'embedded ancestors are processes',
      [
        eventLine('process_exec', node, 10, {
          ancestors: [{ exec_id: execIdOf({ pid: 1, at: 1 }), pid: 1, binary: '/bin/init', start_time: timeAt(1) }],
        }),
      ],
      `
      init@1 1
      shim@5 10
        node@10 200 #web main
      `,
    ],
    [
      'a parent of an unknown start is the newest process of that pid from before',
      [
        execLine({ pid: 10, at: 2, binary: '/bin/old' }),
        exitLine({ pid: 10, at: 2, binary: '/bin/old' }, 3),
        execLine(shim),
        execLine({ pid: 10, at: 50, binary: '/bin/newer' }),
        execLine({ ...node, parent: unknownParent(10) }),
      ],
      `
      old@2 10 !3
      shim@5 10
        node@10 200 #web main
      newer@50 10
      `,
    ],
    [
      'a parent of an unknown start is not the process of that pid that had ended',
      [
        execLine({ pid: 10, at: 2, binary: '/bin/old' }),
        exitLine({ pid: 10, at: 2, binary: '/bin/old' }, 3),
        execLine({ ...node, parent: unknownParent(10) }),
      ],
      `
      ? 10
        node@10 200 #web main
      old@2 10 !3
      `,
    ],
    [
      'a parent of an unknown start that nothing tells of is one placeholder for all its children',
      [execLine({ ...node, parent: unknownParent(10) }), execLine({ ...node, pid: 201, at: 11, parent: unknownParent(10) })],
      `
      ? 10
        node@10 200 #web main
        node@11 201 #web
      `,
    ],
    [
      'the kernel, which is its own parent, is a root',
      [execLine({ pid: 0, at: 0.000000001, binary: '<kernel>', flags: 'procFS', parent: execIdOf({ pid: 0, at: 0.000000001 }) })],
      '<kernel>@0 0',
    ],
    [
      'an exec that was lost is known by the exit',
      [exitLine(node, 40)],
      `
      shim@5 10
        node@10 200 #web !40 main
      `,
    ],
    [
      'a child may be told before its parent',
      [execLine(node), execLine(shim)],
      `
      shim@5 10
        node@10 200 #web main
      `,
    ],
    [
      'ids that can not be decoded tell a tree by themselves',
      [
        execLine({ ...shim, execId: 'redacted-1' }),
        execLine({ ...node, execId: 'redacted-2', parent: { ...shim, execId: 'redacted-1' } }),
        exitLine({ ...node, execId: 'redacted-2', parent: { ...shim, execId: 'redacted-1' } }, 12),
      ],
      `
      shim@5 10
        node@10 200 #web !12 main
      `,
    ],
    [
      'nodes of one name and pid are told apart by the node in the id',
      [execLine({ pid: 7, at: 1, binary: '/bin/a', node: 'n1' }), execLine({ pid: 7, at: 1, binary: '/bin/b', node: 'n2' })],
      `
      a@1 7
      b@1 7
      `,
    ],
    [
      'a process printed again by a restarted agent is the same',
      [
        execLine(shim),
        execLine(node),
        execLine({ ...node, at: 10.01, flags: 'procFS auid', binary: '/bin/node' }),
        execLine({ pid: 300, at: 60, binary: '/bin/sh', parent: { ...node, at: 10.01, flags: 'procFS auid' } }),
      ],
      `
      shim@5 10
        node@10 200 #web main
          sh@60 300
      `,
    ],
    [
      'a child of the interim clone is a child of the process that it became',
      [
        execLine(shim),
        kprobeLine({ ...node, flags: 'execve', binary: '/bin/shim' }, 'tcp_connect', 10, []),
        execLine({ ...node, at: 10.002 }),
        execLine({ pid: 300, at: 12, binary: '/bin/sh', parent: { ...node, flags: 'execve', binary: '/bin/shim' } }),
      ],
      `
      shim@5 10
        ~shim@10 ⇒ node@10.002 200 #web main
          sh@12 300
      `,
    ],
  ])('%s', async (_sentence, lines, expected) => {
    expect(drawn(await caseOf(lines))).toBe(tidy(expected));
  });
});

describe('a circle of parents', () => {
  it.each<[string, readonly (readonly [pid: number, parent: number])[], string]>([
    [
      'of two is broken and reported',
      [
        [1, 2],
        [2, 1],
      ],
      'p2@2 2\n  p1@1 1',
    ],
    [
      'of three is broken and reported, and keeps its branches',
      [
        [1, 3],
        [2, 1],
        [3, 2],
        [4, 2],
      ],
      'p1@1 1',
    ],
  ])('%s', async (_sentence, edges) => {
    const actors = new Map(edges.map(([pid]): [number, Actor] => [pid, { pid, at: pid, binary: `/bin/p${pid}` }]));
    const lines = edges.map(([pid, parent]) => {
      const [actor, other] = [actors.get(pid), actors.get(parent)];
      if (actor === undefined || other === undefined) throw new Error('no such process');
      return execLine({ ...actor, parent: execIdOf(other) });
    });
    const store = await caseOf(lines);
    const processes = store.view.processes({ terms: [] }, { limit: 10 }).rows;
    expect(processes.filter(({ parentId }) => parentId === undefined)).toHaveLength(1);
    expect(store.view.tree('host').ids.filter((id) => id > 0)).toHaveLength(edges.length);
    expect(store.view.problems({ limit: 10 }).rows).toMatchObject([{ severity: 'warning', reason: expect.stringMatching(/circle/) }]);
  });

  it('of eleven thousand is broken too', async () => {
    const size = 11_000;
    const at = (index: number) => ({ pid: 100 + index, at: 10 + index });
    const lines = Array.from({ length: size }, (_, index) =>
      execLine({ ...at(index), binary: '/bin/x', parent: execIdOf(at((index + 1) % size)) }),
    );
    const store = await caseOf(lines);
    expect(store.view.tree('host').ids.filter((id) => id > 0)).toHaveLength(size);
  });
});

it('names every image of a drawing for events of its own', () => {
  expect([...actorsOf('a@1 1\n  b@2 ⇒ c@3 2').keys()]).toEqual(['a 1', 'b 2', 'c 2']);
});
