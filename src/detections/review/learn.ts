import type { DetectionCase } from '../../model/detection-case.js';
import type { Behaviour, WorkloadBehaviour } from './baseline.js';
import { observe, workloadId } from './observe.js';

/** What every workload of a case did, in no particular order. `isWanted` says which processes count. */
export function learnBehaviour(view: DetectionCase, isWanted?: (processId: number) => boolean): readonly WorkloadBehaviour[] {
  const workloads = new Map<string, Learned>();
  for (const observation of observe(view, isWanted)) {
    const { key, name, behaviour, value } = observation;
    const id = workloadId(observation);
    const workload = workloads.get(id) ?? { key, name, facts: noFacts() };
    workload.facts[behaviour].add(value);
    workloads.set(id, workload);
  }
  return [...workloads.values()];
}

interface Learned extends WorkloadBehaviour {
  readonly facts: Readonly<Record<Behaviour, Set<string>>>;
}

function noFacts(): Learned['facts'] {
  return { binaries: new Set(), parents: new Set(), listeners: new Set(), destinations: new Set() };
}
