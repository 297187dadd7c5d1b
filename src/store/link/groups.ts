import type { Grouping, TreeGroup } from '../../model/case-view.js';
import type { CaseDatabase } from '../database.js';

/** A group and the group it stands under, by place in the list; `undefined` for a root. */
export interface PlacedGroup {
  readonly group: TreeGroup;
  readonly under: number | undefined;
}

/** The upper levels of a tree in the order they are shown, and where a process without a parent beside it goes. */
export interface GroupPlan {
  readonly groups: readonly PlacedGroup[];
  /** Place of the group for a process of this container (0: none) on this node. */
  groupFor(container: number, node: string): number;
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

interface HostRow {
  readonly node: string;
  readonly on_host: number;
  readonly n: number;
}

/** Characters of a container id that tell containers apart, as the runtimes' own tools print it. */
const SHORT_ID = 12;

/** The groups of a case: `pod` puts node › pod › container above processes and the host's own last, `host` the node alone. */
export function planGroups(database: CaseDatabase, grouping: Grouping): GroupPlan {
  const hosts = database
    .prepare<[], HostRow>('select node, sum(container is null) as on_host, count(*) as n from process group by node order by node')
    .all();
  return grouping === 'host' ? planHosts(hosts) : new PodPlan(hosts, containerRows(database));
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

function planHosts(hosts: readonly HostRow[]): GroupPlan {
  const groups = hosts.map((host) => ({
    group: { kind: 'node' as const, label: host.node, processCount: host.n, lateCount: 0 },
    under: undefined,
  }));
  return { groups, groupFor: (_container, node) => hosts.findIndex((host) => host.node === node) };
}

class PodPlan implements GroupPlan {
  readonly groups: PlacedGroup[] = [];
  readonly #ofContainer = new Map<number, number>();
  readonly #ofHost = new Map<string, number>();

  constructor(hosts: readonly HostRow[], containers: readonly ContainerRow[]) {
    for (const host of hosts) {
      const ofNode = containers.filter((container) => container.node === host.node);
      const node =
        hosts.length > 1
          ? this.#add({ kind: 'node', label: host.node, processCount: host.n, lateCount: sumLate(ofNode) }, undefined)
          : undefined;
      this.#addPods(ofNode, node);
      if (host.on_host > 0)
        this.#ofHost.set(host.node, this.#add({ kind: 'host', label: host.node, processCount: host.on_host, lateCount: 0 }, node));
    }
  }

  groupFor(container: number, node: string): number {
    return this.#ofContainer.get(container) ?? this.#ofHost.get(node) ?? -1;
  }

  #addPods(containers: readonly ContainerRow[], under: number | undefined): void {
    for (const [label, ofPod] of byPod(containers)) {
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

function byPod(containers: readonly ContainerRow[]): ReadonlyMap<string | undefined, readonly ContainerRow[]> {
  const pods = new Map<string | undefined, ContainerRow[]>();
  for (const container of containers) {
    const label = container.pod === null ? undefined : `${container.namespace ?? ''}/${container.pod}`;
    pods.set(label, [...(pods.get(label) ?? []), container]);
  }
  return pods;
}

function sumLate(containers: readonly ContainerRow[]): number {
  return containers.reduce((sum, container) => sum + container.late_count, 0);
}
