import { describe, expect, it } from 'vitest';
import { type Actor, execLine, exitLine, kprobeLine } from '../tetragon-lines.js';
import { caseOf } from './case-of.js';
import { CONTAINERS, drawn, tidy } from './drawn-tree.js';

const shim: Actor = { pid: 10, at: 5, binary: '/bin/shim' };
const web = CONTAINERS.web;
const node: Actor = { pid: 200, at: 10, binary: '/bin/node', parent: shim, ...(web === undefined ? {} : { container: web }) };

describe('containers', () => {
  const full = web?.id ?? '';

  it('are the same by full id, by 31 characters and by 24', async () => {
    const lines = [
      execLine(node),
      execLine({ ...node, pid: 201, at: 11, isPodUnknown: true }),
      execLine({ ...shim, pid: 202, at: 12, more: { docker: full.slice(0, 24) } }),
    ];
    const store = await caseOf(lines);
    expect(store.view.containers()).toMatchObject([{ containerId: full, name: 'web', pod: 'web-pod', processCount: 3 }]);
  });

  it('are told apart when a short id fits two', async () => {
    const other = { ...(web ?? CONTAINERS.db), id: `${'a'.repeat(40)}${'b'.repeat(24)}`, name: 'other', pod: 'other-pod', namespace: 'x' };
    const lines = [
      execLine(node),
      execLine({ ...node, pid: 201, at: 11, container: other }),
      execLine({ ...shim, pid: 202, at: 12, more: { docker: 'a'.repeat(31) } }),
    ];
    expect((await caseOf(lines)).view.containers().map(({ processCount }) => processCount)).toEqual([1, 1, 1]);
  });

  it('get a pod that was told late', async () => {
    const early = { ...node, isPodUnknown: true };
    const store = await caseOf([execLine(early), exitLine(node, 40)]);
    expect(store.view.containers()).toMatchObject([
      { containerId: full, pod: 'web-pod', workload: 'web', image: 'web:1', processCount: 1 },
    ]);
  });

  it('start with their first process when no metadata says', async () => {
    const store = await caseOf([execLine({ ...node, isPodUnknown: true })]);
    expect(store.view.containers()).toMatchObject([{ startedFrom: 'first-process', startedAtUs: expect.any(Number) }]);
  });

  it('hold the forks and the init tree of their processes when those do not say', async () => {
    const { container: _, ...bare } = node;
    const fork: Actor = { ...bare, pid: 201, at: 11, parent: node, flags: 'execve' };
    const inTree: Actor = { ...bare, pid: 202, at: 12, parent: node, inInitTree: true };
    const entered: Actor = { ...bare, pid: 203, at: 13, parent: node, inInitTree: false };
    const store = await caseOf([execLine(node), kprobeLine(fork, 'tcp_connect', 11.5, []), execLine(inTree), execLine(entered)]);
    expect(drawn(store)).toBe(
      tidy(`
      shim@5 10
        node@10 200 #web main
          ~node@11 201 #web?
          node@12 202 #web?
          node@13 203
      `),
    );
  });
});

describe('lateness', () => {
  const at = (pid: number, seconds: number, more: Partial<Actor> = {}): Actor => ({
    ...node,
    pid,
    at: seconds,
    binary: '/bin/x',
    parent: node,
    ...more,
  });

  it('begins past the threshold, not at it, and tells its kinds apart', async () => {
    const actors = [
      at(300, 310),
      at(301, 310.000001),
      at(302, 500, { inInitTree: false }),
      at(303, 500, { mayBeProbe: true, inInitTree: false }),
      at(304, 500, { inInitTree: true }),
    ];
    const store = await caseOf([execLine(node), ...actors.map(execLine)]);
    const kinds = new Map(store.view.processes({ terms: [] }, { limit: 100 }).rows.map((process) => [process.pid, process.late]));
    expect(actors.map(({ pid }) => kinds.get(pid))).toEqual([undefined, 'late', 'entered', 'probe', 'late']);
    expect(store.view.overview().lateByKind).toEqual({ late: 2, entered: 1, probe: 1 });
  });

  it('is told in seconds since the container started', async () => {
    const store = await caseOf([execLine(node), execLine(at(301, 310.5))]);
    expect(store.view.processes({ terms: [{ kind: 'flag', flag: 'late', isNegated: false }] }, { limit: 9 }).rows).toMatchObject([
      { lateSeconds: 300.5 },
    ]);
  });

  it('is judged by the threshold that is given', async () => {
    const lines = [execLine(node), execLine(at(301, 40))];
    expect((await caseOf(lines, { lateAfterSeconds: 30 })).view.overview().lateByKind.late).toBe(0);
    expect((await caseOf(lines, { lateAfterSeconds: 29 })).view.overview().lateByKind.late).toBe(1);
  });

  it('is none for processes without a container', async () => {
    const { container: _, ...bare } = at(301, 9_000);
    expect((await caseOf([execLine(shim), execLine({ ...bare, parent: shim })])).view.overview().lateByKind.late).toBe(0);
  });
});
