import type { Container } from '../../model/process.js';
import type { Artifact } from '../../model/snapshot.js';
import { textsIn, told } from './rows.js';

/** A row of `container`. */
export interface ContainerRow {
  readonly id: number;
  readonly container_id: string;
  readonly runtime: string | null;
  readonly name: string | null;
  readonly image: string | null;
  readonly image_id: string | null;
  readonly node: string;
  readonly namespace: string | null;
  readonly pod: string | null;
  readonly workload: string | null;
  readonly workload_kind: string | null;
  readonly labels: string | null;
  readonly started_us: number | null;
  readonly started_from: 'metadata' | 'first-process' | null;
  readonly main_process: number | null;
  readonly process_count: number;
  readonly late_count: number;
  readonly addresses: string;
  readonly artifact: string | null;
}

/** A container from its row. */
export function containerOf(row: ContainerRow): Container {
  return {
    id: row.id,
    containerId: row.container_id,
    node: row.node,
    ...told({
      runtime: row.runtime,
      name: row.name,
      image: row.image,
      imageId: row.image_id,
      namespace: row.namespace,
      pod: row.pod,
      workload: row.workload,
      workloadKind: row.workload_kind,
      labels: labelsIn(row.labels),
      startedAtUs: row.started_us,
      startedFrom: row.started_from,
      mainProcess: row.main_process,
    }),
    processCount: row.process_count,
    lateCount: row.late_count,
    addresses: textsIn(row.addresses),
    ...(row.artifact === null ? {} : buildIn(row.artifact)),
  };
}

/** The column holds what linking wrote. */
function buildIn(json: string): Pick<Container, 'commit' | 'repository' | 'branch' | 'author' | 'message' | 'chalkId' | 'metadataId'> {
  const { commit, repository, branch, author, message, chalkId, metadataId }: Artifact = JSON.parse(json);
  return told({
    commit: commit ?? null,
    repository: repository ?? null,
    branch: branch ?? null,
    author: author ?? null,
    message: message ?? null,
    chalkId: chalkId ?? null,
    metadataId: metadataId ?? null,
  });
}

function labelsIn(json: string | null): Readonly<Record<string, string>> | null {
  if (json === null) return null;
  const parsed: unknown = JSON.parse(json);
  if (typeof parsed !== 'object' || parsed === null) return null;
  return Object.fromEntries(Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
