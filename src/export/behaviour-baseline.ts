import { type JsonObject, present, SCHEMA_VERSION } from './json.js';

/** What one workload did, as the document is made of it. */
export interface LearnedWorkload {
  readonly key: 'workload' | 'image' | 'container';
  readonly name: string;
  readonly facts: Readonly<Record<(typeof LISTS)[number], ReadonlySet<string>>>;
}

const LISTS = ['binaries', 'parents', 'listeners', 'destinations'] as const;

/** What the workloads of a good run did, for a person to review and for later runs to be compared with. Everything is sorted. */
export function behaviourBaseline(workloads: readonly LearnedWorkload[]): JsonObject {
  const sorted = [...workloads].sort((a, b) => compare(a.name, b.name) || compare(a.key, b.key));
  return {
    schemaVersion: SCHEMA_VERSION,
    kind: 'behaviour',
    workloads: sorted.map(({ key, name, facts }) => ({
      [key]: name,
      ...present(Object.fromEntries(LISTS.map((list) => [list, facts[list].size === 0 ? undefined : [...facts[list]].sort()]))),
    })),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
