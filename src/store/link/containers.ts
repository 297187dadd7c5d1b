import { SortedNames, wholeId } from '../../model/link/container-ids.js';
import { familyContainers } from '../../model/link/family-containers.js';
import type { Places } from './places.js';
import type { PodFacts } from './pod-facts.js';
import { type ProcessColumns, TRAITS } from './process-columns.js';

/** A container, as its processes and metadata tell it. Its row is its place in the list, from 1. */
export interface LinkedContainer {
  /** Number of its node. */
  readonly node: number;
  /** Empty where only its pod is told. */
  readonly containerId: string;
  /** Rows of metadata that tell of it, the first one counts. */
  readonly pods: readonly number[];
  /** NaN where nothing tells. */
  readonly startedUs: number;
  readonly startedFrom: 'metadata' | 'first-process' | null;
  /** 0 for none. */
  readonly mainProcess: number;
  readonly processCount: number;
}

interface Draft {
  readonly node: number;
  readonly containerId: string;
  readonly pods: number[];
  toldStartUs: number | null;
}

/** The containers of a case. Gives each process its own, told or worked out from its family, and marks the main ones. */
export function linkContainers(processes: ProcessColumns, places: Places, pods: ReadonlyMap<number, PodFacts>): readonly LinkedContainer[] {
  const drafts = placeProcesses(processes, places, pods);
  fillFromFamily(processes);
  return described(processes, drafts);
}

function placeProcesses(processes: ProcessColumns, places: Places, pods: ReadonlyMap<number, PodFacts>): readonly Draft[] {
  const isUsed = new Set(processes.place.subarray(1, processes.count + 1));
  const told = places
    .all()
    .filter(({ number }) => isUsed.has(number))
    .map((place) => ({ ...place, facts: pods.get(place.pod ?? 0) }))
    .sort((a, b) => a.node - b.node || compareTexts(a.docker, b.docker) || (a.facts?.rank ?? -1) - (b.facts?.rank ?? -1));
  const ids = idsByNode(told.flatMap(({ node, docker, facts }) => [docker, facts?.containerId ?? null].map((id) => ({ node, id }))));
  const drafts: Draft[] = [];
  const known = new Map<string, number>();
  const containerOf = new Int32Array(places.all().length + 1);
  for (const { number, node, docker, pod, facts } of told) {
    const part = facts?.containerId ?? docker;
    const containerId = part === null ? '' : wholeId(part, ids.get(node) ?? NO_NAMES);
    const key = `${node} ${part === null ? `pod ${pod}` : containerId}`;
    const container = known.get(key) ?? drafts.push({ node, containerId, pods: [], toldStartUs: null });
    known.set(key, container);
    containerOf[number] = container;
    const draft = drafts[container - 1];
    if (draft === undefined || pod === null) continue;
    draft.pods.push(pod);
    draft.toldStartUs ??= facts?.containerStartUs ?? null;
  }
  for (let id = 1; id <= processes.count; id++) processes.container[id] = containerOf[processes.place[id] ?? 0] ?? 0;
  return drafts;
}

const NO_NAMES = new SortedNames([]);

function idsByNode(told: readonly { readonly node: number; readonly id: string | null }[]): ReadonlyMap<number, SortedNames> {
  const ids = new Map<number, string[]>();
  for (const { node, id } of told) {
    if (id === null) continue;
    const known = ids.get(node);
    if (known === undefined) ids.set(node, [id]);
    else known.push(id);
  }
  return new Map([...ids].map(([node, known]) => [node, new SortedNames(known)]));
}

/** Nothing comes before every text. */
function compareTexts(one: string | null, other: string | null): number {
  if (one === other) return 0;
  return one === null || (other !== null && one < other) ? -1 : 1;
}

function fillFromFamily(processes: ProcessColumns): void {
  const container = processes.container.subarray(0, processes.count + 1);
  const filled = familyContainers({
    parent: processes.parent.subarray(0, processes.count + 1),
    container,
    isInContainer: (id) => processes.has(id, TRAITS.isInInitTree),
    isWithParent: (id) => {
      const knownFrom = processes.knownFrom(id);
      if (knownFrom === 'inferred') return false;
      if (processes.has(id, TRAITS.initTreeIsTold)) return processes.has(id, TRAITS.isInInitTree);
      return knownFrom === 'fork' || processes.has(id, TRAITS.isOfAudit);
    },
  });
  for (let id = 1; id <= processes.count; id++) if (container[id] !== filled[id]) processes.mark(id, TRAITS.isContainerInferred);
  container.set(filled);
}

function described(processes: ProcessColumns, drafts: readonly Draft[]): readonly LinkedContainer[] {
  const count = new Int32Array(drafts.length + 1);
  const firstUs = new Float64Array(drafts.length + 1).fill(Number.POSITIVE_INFINITY);
  const main = new Int32Array(drafts.length + 1);
  for (let id = 1; id <= processes.count; id++) {
    const container = processes.container[id] ?? 0;
    if (container === 0) continue;
    count[container] = (count[container] ?? 0) + 1;
    const wasEntered = processes.has(id, TRAITS.initTreeIsTold) && !processes.has(id, TRAITS.isInInitTree);
    if (wasEntered) continue;
    const us = processes.startUs[id] ?? Number.NaN;
    if (us < (firstUs[container] ?? 0)) firstUs[container] = us;
    const isTop = processes.container[processes.parent[id] ?? 0] !== container;
    if (isTop && processes.has(id, TRAITS.hasPid) && isMoreMain(processes, id, main[container] ?? 0)) main[container] = id;
  }
  for (const id of main) if (id !== 0) processes.mark(id, TRAITS.isMain);
  return drafts.map(({ node, containerId, pods, toldStartUs }, at) => {
    const first = firstUs[at + 1] ?? Number.POSITIVE_INFINITY;
    const isSeen = first !== Number.POSITIVE_INFINITY;
    const startedFrom = toldStartUs === null ? (isSeen ? 'first-process' : null) : 'metadata';
    const startedUs = toldStartUs ?? (isSeen ? first : Number.NaN);
    return { node, containerId, pods, startedUs, startedFrom, mainProcess: main[at + 1] ?? 0, processCount: count[at + 1] ?? 0 };
  });
}

/** Which of two processes that came into a container from outside is its main one: that with pid 1, else the earlier. */
function isMoreMain(processes: ProcessColumns, id: number, known: number): boolean {
  if (known === 0) return true;
  const isFirst = processes.has(id, TRAITS.isFirstInContainer);
  if (isFirst !== processes.has(known, TRAITS.isFirstInContainer)) return isFirst;
  return startOrFirst(processes, id) < startOrFirst(processes, known);
}

/** A process whose start nobody tells ran before those of which it is told. */
function startOrFirst(processes: ProcessColumns, id: number): number {
  const us = processes.startUs[id] ?? Number.NaN;
  return Number.isNaN(us) ? Number.NEGATIVE_INFINITY : us;
}
