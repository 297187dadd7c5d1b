import type { CaseDatabase } from '../database.js';

/** What of a pod's metadata decides which container a process is in. */
export interface PodFacts {
  /** Place in the order of what the metadata say. */
  readonly rank: number;
  readonly namespace: string | null;
  readonly name: string | null;
  readonly containerId: string | null;
  readonly containerStartUs: number | null;
}

type PodValues = [id: number, namespace: string | null, name: string | null, containerId: string | null, containerStartUs: number | null];

/** What is told of each pod, by its row. */
export function readPods(database: CaseDatabase): ReadonlyMap<number, PodFacts> {
  const rows = database
    .prepare<[], PodValues>('select id, namespace, name, container_id, container_start_us from pod_metadata order by content')
    .raw()
    .all();
  return new Map(
    rows.map(([id, namespace, name, containerId, containerStartUs], rank) => [
      id,
      { rank, namespace, name, containerId, containerStartUs },
    ]),
  );
}
