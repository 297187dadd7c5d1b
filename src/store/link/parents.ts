import { circles } from '../../model/link/circles.js';
import { estimatedStarts } from '../../model/link/estimate-starts.js';
import type { CaseDatabase } from '../database.js';
import type { ImageColumns } from './image-columns.js';
import { knownFromTrait, type ProcessColumns, TRAITS } from './process-columns.js';

/** Times of two events are each read from another clock: a parent's end this much before a child's start is no contradiction yet. */
const CLOCK_JITTER_US = 1_000_000;

/**
 * Gives each process its parent: by exec id, else by the pid that the id names and the newest process that had it before the child
 * and had not ended, else an inferred process, which is added. Breaks circles, which only damaged or edited exports hold: gives the rows of
 * the processes whose parents were taken for that.
 */
export function linkParents(database: CaseDatabase, images: ImageColumns, processes: ProcessColumns): readonly number[] {
  const unknown = findParents(images, processes);
  addInferred(database, images, processes, unknown);
  const cut = breakCircles(processes);
  estimateStarts(processes);
  for (let id = 1; id <= processes.count; id++) {
    const parent = processes.parent[id] ?? 0;
    if (parent !== 0) processes.children[parent] = (processes.children[parent] ?? 0) + 1;
  }
  return cut;
}

/** Gives processes whose parent was seen. Rows of the others that name one. */
function findParents(images: ImageColumns, processes: ProcessColumns): readonly number[] {
  const unknown: number[] = [];
  for (let id = 1; id <= processes.count; id++) {
    const image = processes.parentImage[id] ?? 0;
    if (image === 0) continue;
    const named = images.process[image] ?? 0;
    const parent = named === 0 ? holderOf(images, processes, image, id) : named;
    if (parent === 0) unknown.push(id);
    else if (parent !== id) processes.parent[id] = parent;
  }
  return unknown;
}

/** The newest process that had an image's pid before the child and had not ended; 0 when none had. */
function holderOf(images: ImageColumns, processes: ProcessColumns, image: number, child: number): number {
  const { bootUs, exitUs, startUs } = processes;
  const bornUs = bootUs[child] ?? Number.NaN;
  const namedUs = images.bootUs[image] ?? Number.NaN;
  let holder = 0;
  for (let id = firstOf(images, processes, image); isOfPid(images, processes, id, image); id++) {
    const us = bootUs[id] ?? Number.NaN;
    const isBefore = us < bornUs && (namedUs === 0 || us <= namedUs);
    const hadEnded = (exitUs[id] ?? Number.NaN) + CLOCK_JITTER_US < (startUs[child] ?? Number.NaN);
    if (id !== child && isBefore && !hadEnded && (holder === 0 || us >= (bootUs[holder] ?? 0))) holder = id;
  }
  return holder;
}

/** Processes stand in order of machine and pid: the first one that is not before the image's. */
function firstOf(images: ImageColumns, processes: ProcessColumns, image: number): number {
  let low = 1;
  let high = processes.count + 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comparePids(images, processes.image[middle] ?? 0, image) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isOfPid(images: ImageColumns, processes: ProcessColumns, id: number, image: number): boolean {
  return id <= processes.count && comparePids(images, processes.image[id] ?? 0, image) === 0;
}

function comparePids({ node, pid }: ImageColumns, one: number, other: number): number {
  return (node[one] ?? 0) - (node[other] ?? 0) || (pid[one] ?? 0) - (pid[other] ?? 0);
}

/** One process for each parent that is only known by a pid. */
function addInferred(database: CaseDatabase, images: ImageColumns, processes: ProcessColumns, children: readonly number[]): void {
  const execId = database.prepare<[number], string>('select exec_id from image where id = ?').pluck();
  const missing = [...new Set(children.map((child) => processes.parentImage[child] ?? 0))]
    .map((image) => ({ image, execId: execId.get(image) ?? '' }))
    .sort((a, b) => comparePids(images, a.image, b.image) || (a.execId < b.execId ? -1 : 1));
  for (const { image } of missing) {
    images.process[image] = processes.add({
      image,
      copy: 0,
      parentImage: 0,
      place: 0,
      bootUs: Number.NaN,
      startUs: Number.NaN,
      imageStartUs: Number.NaN,
      traits: knownFromTrait('inferred') | TRAITS.isNamedByPid | ((images.pid[image] ?? 0) > 0 ? TRAITS.hasPid : 0),
    });
    images.isHead[image] = 1;
  }
  for (const child of children) processes.parent[child] = images.process[processes.parentImage[child] ?? 0] ?? 0;
}

/** Cuts each circle above its oldest process. */
function breakCircles(processes: ProcessColumns): readonly number[] {
  const bootOf = (id: number) => {
    const us = processes.bootUs[id] ?? Number.NaN;
    return Number.isNaN(us) ? Number.POSITIVE_INFINITY : us;
  };
  const isOlder = (one: number, other: number) => bootOf(one) < bootOf(other) || (bootOf(one) === bootOf(other) && one < other);
  return circles(processes.parent.subarray(0, processes.count + 1)).map((circle) => {
    const oldest = circle.reduce((known, id) => (isOlder(id, known) ? id : known));
    processes.parent[oldest] = 0;
    return oldest;
  });
}

function estimateStarts(processes: ProcessColumns): void {
  const { startUs, imageStartUs, bootUs } = processes;
  const parent = processes.parent.subarray(0, processes.count + 1);
  const estimates = estimatedStarts({ parent, bootUs, startUs });
  for (let id = 1; id <= processes.count; id++) {
    const us = estimates[id] ?? Number.NaN;
    if (!Number.isNaN(us)) {
      startUs[id] = us;
      processes.mark(id, TRAITS.isStartEstimated);
    }
    if (Number.isNaN(imageStartUs[id] ?? 0)) imageStartUs[id] = startUs[id] ?? Number.NaN;
  }
}
