import type { CaseDatabase } from '../database.js';
import type { LinkedContainer } from './containers.js';

/** What a pod's metadata say of a container, in the order of the table's columns. */
const TOLD = ['runtime', 'container_name', 'image', 'image_id', 'namespace', 'name', 'workload', 'workload_kind', 'labels'] as const;

/** Writes each container once. `lateCounts` has a number for each, from place 1. */
export function writeContainers(
  database: CaseDatabase,
  containers: readonly LinkedContainer[],
  nodes: readonly string[],
  lateCounts: Int32Array,
): void {
  const metadata = database.prepare<[number], (string | null)[]>(`select ${TOLD.join(', ')} from pod_metadata where id = ?`).raw();
  const insert = database.prepare(`
    insert into container (id, container_id, node, started_us, started_from, main_process, process_count, late_count,
      runtime, name, image, image_id, namespace, pod, workload, workload_kind, labels)
    values (${new Array(8 + TOLD.length).fill('?').join(', ')})`);
  for (const [at, container] of containers.entries()) {
    const told: (string | null)[] = TOLD.map(() => null);
    for (const pod of container.pods) {
      const said = metadata.get(pod) ?? [];
      for (const [column, text] of said.entries()) told[column] ??= text;
    }
    insert.run(
      at + 1,
      container.containerId,
      nodes[container.node],
      Number.isNaN(container.startedUs) ? null : container.startedUs,
      container.startedFrom,
      container.mainProcess === 0 ? null : container.mainProcess,
      container.processCount,
      lateCounts[at + 1],
      ...told,
    );
  }
}
