import { type FoldedProcess, imageWithParent, knownFrom } from '../../model/link/fold-images.js';
import type { CopyRow } from './copy-row.js';
import { identityTraits } from './image-columns.js';
import type { MergedImage } from './image-copies.js';
import { knownFromTrait, type SeenProcess, TRAITS } from './process-columns.js';

/** Which of a process's images tells what of it. */
export interface Tellers {
  readonly head: CopyRow;
  /** Tells most of what is shown. */
  readonly newest: MergedImage;
  /** Tells when the process started: the first that is no fork, of which only later events are known. */
  readonly started: CopyRow;
  /** Tells the container: the newest that does, else the first. */
  readonly contained: CopyRow;
}

/** Who tells what of a process with these images. */
export function tellersOf(images: readonly MergedImage[]): Tellers {
  const head = images[0];
  const newest = images.at(-1);
  if (head === undefined || newest === undefined) throw new Error('a process has at least one image');
  const started = images.find((image) => knownFrom(image) !== 'fork') ?? newest;
  const contained = tellsContainer(newest) ? newest : (images.find(tellsContainer) ?? newest);
  return { head: head.row, newest, started: started.row, contained: contained.row };
}

function tellsContainer({ row }: MergedImage): boolean {
  return row.docker !== null || row.pod !== null;
}

/** A folded process in numbers, at the place that its container's teller names. */
export function seenProcess({ images, aliases }: FoldedProcess<MergedImage>, tellers: Tellers, place: number): SeenProcess {
  const { head, newest, started, contained } = tellers;
  const { row } = newest;
  const isReporter = images.every(isOfChalk) && aliases.every(isOfChalk);
  return {
    image: newest.id,
    copy: images.length === 1 ? newest.copy : 0,
    parentImage: imageWithParent(images)?.row.parent_image ?? 0,
    place,
    bootUs: head.boot_us ?? Number.NaN,
    startUs: started.start_us ?? Number.NaN,
    imageStartUs: row.start_us ?? Number.NaN,
    traits:
      knownFromTrait(knownFrom(newest)) |
      (identityTraits(row.image_pid, row.origin) & ~TRAITS.isReporter) |
      (isReporter ? TRAITS.isReporter : 0) |
      (row.is_in_init_tree === null ? 0 : TRAITS.initTreeIsTold) |
      (row.is_in_init_tree === 1 ? TRAITS.isInInitTree : 0) |
      (contained.may_be_probe === 1 ? TRAITS.mayBeProbe : 0) |
      (contained.container_pid === 1 ? TRAITS.isFirstInContainer : 0),
  };
}

function isOfChalk({ row }: MergedImage): boolean {
  return row.origin === 'chalk';
}
