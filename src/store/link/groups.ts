import type { Grouping, TreeGroup } from '../../model/case-view.js';
import type { CaseDatabase } from '../database.js';
import type { TreeColumns } from './tree-columns.js';

/** A group and the group it stands under, by place in the list; `undefined` for a root. */
export interface PlacedGroup {
  readonly group: TreeGroup;
  readonly under: number | undefined;
}

/** The upper levels of a tree in the order they are shown, and where a process without a parent beside it goes. */
export interface GroupPlan {
  readonly groups: readonly PlacedGroup[];
  /** Place of the group for a process of this container (0: none) on the node of this number. */
  groupFor(container: number, node: number): number;
}

interface ContainerRow {
  readonly id: number;
  readonly container_id: string;
  readonly name: string | null;
  readonly node: string;
  readonly namespace: string | null;
  readonly pod: string | null;
  readonly process_count: number;
  readonly late_count: number;
  readonly main: string | null;
}

/** A node with its processes: all, and those in no container. */
interface Host {
  readonly node: string;
  readonly number: number;
  processes: number;
  onHost: number;
}

/** Characters of a container id that tell containers apart, as the runtimes' own tools print it. */
const SHORT_ID = 12;

/** The groups of a case: `pod` puts node › pod › container above processes and the host's own last, `host` the node alone. */
export function planGroups(database: CaseDatabase, columns: TreeColumns, grouping: Grouping): GroupPlan {
  const hosts = hostsOf(columns);
  return grouping === 'host' ? planHosts(hosts) : new PodPlan(hosts, containerRows(database));
}

function hostsOf({ nodes, newestFirst, node, container }: TreeColumns): readonly Host[] {
  const hosts = nodes.map((name, number): Host => ({ node: name, number, processes: 0, onHost: 0 }));
  for (let at = 0; at < newestFirst.length; at++) {
    const id = newestFirst[at] ?? 0;
    const host = hosts[node[id] ?? 0];
    if (host === undefined) continue;
    host.processes += 1;
    if (container[id] === 0) host.onHost += 1;
  }
  return hosts.sort((a, b) => (a.node < b.node ? -1 : 1));
}

function containerRows(database: CaseDatabase): readonly ContainerRow[] {
  return database
    .prepare<[], ContainerRow>(
      `select c.id, c.container_id, c.name, c.node, c.namespace, c.pod, c.process_count, c.late_count, p.name as main
       from container c left join process p on p.id = c.main_process
       where c.process_count > 0 order by c.node, c.namespace is null, c.namespace, c.pod, c.name, c.started_us, c.container_id`,
    )
    .all();
}

function planHosts(hosts: readonly Host[]): GroupPlan {
  const groups = hosts.map((host) => ({
    group: { kind: 'node' as const, label: host.node, processCount: host.processes, lateCount: 0 },
    under: undefined,
  }));
  const ofNode = new Int32Array(hosts.length);
  for (const [at, { number }] of hosts.entries()) ofNode[number] = at;
  return { groups, groupFor: (_container, node) => ofNode[node] ?? -1 };
}

class PodPlan implements GroupPlan {
  readonly groups: PlacedGroup[] = [];
  readonly #ofContainer = new Map<number, number>();
  readonly #ofHost = new Map<number, number>();

  constructor(hosts: readonly Host[], containers: readonly ContainerRow[]) {
    const byNode = groupedBy(containers, ({ node }) => node);
    for (const host of hosts) {
      const ofNode = byNode.get(host.node) ?? [];
      const node =
        hosts.length > 1
          ? this.#add({ kind: 'node', label: host.node, processCount: host.processes, lateCount: sumLate(ofNode) }, undefined)
          : undefined;
      this.#addPods(ofNode, node);
      if (host.onHost > 0)
        this.#ofHost.set(host.number, this.#add({ kind: 'host', label: host.node, processCount: host.onHost, lateCount: 0 }, node));
    }
  }

  groupFor(container: number, node: number): number {
    return this.#ofContainer.get(container) ?? this.#ofHost.get(node) ?? -1;
  }

  #addPods(containers: readonly ContainerRow[], under: number | undefined): void {
    for (const [label, ofPod] of groupedBy(containers, podLabel)) {
      const pod =
        label === undefined
          ? under
          : this.#add(
              { kind: 'pod', label, processCount: ofPod.reduce((sum, one) => sum + one.process_count, 0), lateCount: sumLate(ofPod) },
              under,
            );
      for (const container of ofPod) this.#addContainer(container, pod);
    }
  }

  #addContainer(container: ContainerRow, under: number | undefined): void {
    const label = [container.name ?? container.main, container.container_id.slice(0, SHORT_ID)]
      .filter((part) => part !== null && part !== '')
      .join(' ');
    const group = {
      kind: 'container',
      label,
      containerId: container.id,
      processCount: container.process_count,
      lateCount: container.late_count,
    } as const;
    this.#ofContainer.set(container.id, this.#add(group, under));
  }

  #add(group: TreeGroup, under: number | undefined): number {
    return this.groups.push({ group, under }) - 1;
  }
}

function podLabel({ pod, namespace }: ContainerRow): string | undefined {
  return pod === null ? undefined : `${namespace ?? ''}/${pod}`;
}

function groupedBy<Key>(
  containers: readonly ContainerRow[],
  keyOf: (container: ContainerRow) => Key,
): ReadonlyMap<Key, readonly ContainerRow[]> {
  const groups = new Map<Key, ContainerRow[]>();
  for (const container of containers) {
    const group = groups.get(keyOf(container));
    if (group === undefined) groups.set(keyOf(container), [container]);
    else group.push(container);
  }
  return groups;
}

function sumLate(containers: readonly ContainerRow[]): number {
  return containers.reduce((sum, container) => sum + container.late_count, 0);
}
