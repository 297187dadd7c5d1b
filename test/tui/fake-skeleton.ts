import { type Grouping, TREE_FLAGS, type TreeGroup, type TreeSkeleton } from '../../src/model/case-view.js';
import type { Container, Process } from '../../src/model/process.js';
import type { Held } from './held-case.js';

/** The tree of a held case, as the store would give it. */
export function skeleton(held: Held, grouping: Grouping): TreeSkeleton {
  const ids: number[] = [];
  const sizes: number[] = [];
  const depths: number[] = [];
  const flags: number[] = [];
  const groups: TreeGroup[] = [];
  const processes = [...held.processes.values()];
  const put = (id: number, depth: number, flag: number, below: () => void): void => {
    const row = ids.length;
    ids.push(id);
    sizes.push(0);
    depths.push(depth);
    flags.push(flag);
    below();
    sizes[row] = ids.length - row;
  };
  const putProcess = (process: Process, depth: number): void =>
    put(process.id, depth, flagsOf(held, process) | (isAlike(process) ? TREE_FLAGS.alike : 0), () => {
      for (const child of processes) if (child.parentId === process.id) putProcess(child, depth + 1);
    });
  const commandOf = ({ binary, arguments: given }: Process): string => `${binary} ${given?.replace(/\d+/g, '0')}`;
  const isAlike = (process: Process): boolean => {
    const siblings = processes.filter((one) => one.parentId === process.parentId && one.containerId === process.containerId);
    const before = siblings[siblings.indexOf(process) - 1];
    return before !== undefined && commandOf(before) === commandOf(process);
  };
  const putGroup = (
    kind: TreeGroup['kind'],
    label: string,
    inside: readonly Process[],
    depth: number,
    below: () => void,
    containerId?: number,
  ): void => {
    const lateCount = inside.filter(({ late }) => late === 'late').length;
    groups.push({ kind, label, processCount: inside.length, lateCount, ...(containerId === undefined ? {} : { containerId }) });
    put(-groups.length, depth, 0, below);
  };
  const roots = (inside: readonly Process[]): readonly Process[] => inside.filter(({ parentId }) => parentId === undefined);
  for (const node of held.overview.nodes) {
    const here = processes.filter((process) => process.node === node);
    putGroup(grouping === 'host' ? 'host' : 'node', node, here, 0, () => {
      if (grouping === 'host') for (const root of roots(here)) putProcess(root, 1);
      else putPods(here);
    });
  }
  return {
    grouping,
    ids: Int32Array.from(ids),
    sizes: Int32Array.from(sizes),
    depths: Uint16Array.from(depths),
    flags: Uint16Array.from(flags),
    groups,
  };

  function putPods(here: readonly Process[]): void {
    const contained = here.filter(({ containerId }) => containerId !== undefined);
    if (contained.length > 0)
      putGroup('namespace', 'tenant-jobs', contained, 1, () => {
        for (const container of held.containers) putPod(container, contained);
      });
    for (const root of roots(here.filter(({ containerId }) => containerId === undefined))) putProcess(root, 1);
  }

  function putPod(container: Container, here: readonly Process[]): void {
    const inside = here.filter(({ containerId }) => containerId === container.id);
    if (inside.length === 0) return;
    putGroup('pod', container.pod ?? '?', inside, 2, () =>
      putGroup(
        'container',
        container.name ?? '?',
        inside,
        3,
        () => {
          for (const root of roots(inside)) putProcess(root, 4);
        },
        container.id,
      ),
    );
  }
}

function flagsOf(held: Held, process: Process): number {
  const connections = held.connections.filter((connection) => connection.process.id === process.id);
  const isExited = process.exitedAtUs !== undefined || process.exitStatus !== undefined;
  return (
    (process.late === undefined ? 0 : TREE_FLAGS[process.late]) |
    (process.isMain ? TREE_FLAGS.main : 0) |
    (process.knownFrom === 'inferred' ? TREE_FLAGS.inferred : 0) |
    (connections.length > 0 ? TREE_FLAGS.hasConnection : 0) |
    (connections.some(({ scope }) => scope === 'external') ? TREE_FLAGS.hasExternal : 0) |
    (isExited ? TREE_FLAGS.exited : 0)
  );
}
