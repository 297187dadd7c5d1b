import { type FoldedProcess, imageWithParent, knownFrom } from '../../model/link/fold-images.js';
import type { CopyRow } from './copy-row.js';
import { identityTraits } from './image-columns.js';
import type { MergedImage } from './image-copies.js';
import { knownFromTrait, type SeenProcess, TRAITS } from './process-columns.js';

/** A folded process in numbers. */
export function seenProcess(
  { images, aliases }: FoldedProcess<MergedImage>,
  placeOf: (docker: string | null, pod: number | null) => number,
): SeenProcess {
  const { head, newest } = endsOf(images);
  const { row } = newest;
  const contained = containedImage(images);
  const isReporter = [...images, ...aliases].every((image) => image.row.origin === 'chalk');
  return {
    image: newest.id,
    copy: images.length === 1 ? newest.copy : 0,
    parentImage: imageWithParent(images)?.row.parent_image ?? 0,
    place: placeOf(contained.docker, contained.pod),
    bootUs: head.row.boot_us ?? Number.NaN,
    startUs: startedImage(images).start_us ?? Number.NaN,
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

/** The first and the newest of a process's images. */
export function endsOf(images: readonly MergedImage[]): { readonly head: MergedImage; readonly newest: MergedImage } {
  const [head] = images;
  const newest = images.at(-1);
  if (head === undefined || newest === undefined) throw new Error('a process has at least one image');
  return { head, newest };
}

/** The image that tells when the process started: not a fork, of which only later events are known. */
export function startedImage(images: readonly MergedImage[]): CopyRow {
  return (images.find((image) => knownFrom(image) !== 'fork') ?? endsOf(images).newest).row;
}

/** The image that tells the container: the newest that does, else the first. */
export function containedImage(images: readonly MergedImage[]): CopyRow {
  const { newest } = endsOf(images);
  return ([newest, ...images].find((image) => image.row.docker !== null || image.row.pod !== null) ?? newest).row;
}
