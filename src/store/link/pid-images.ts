import type { CaseDatabase } from '../database.js';
import type { ImageColumns } from './image-columns.js';
import { type MergedImage, MergedImages } from './image-copies.js';

/** Whole images are read this many at a time, or as many as one pid has. */
const IMAGES_AT_ONCE = 300;

/** Where the images end that are of the machine and pid of the one at a place of the order. */
export function endOfPid({ order, node, pid }: ImageColumns, from: number): number {
  const first = order[from] ?? 0;
  let to = from + 1;
  while (to < order.length && node[order[to] ?? 0] === node[first] && pid[order[to] ?? 0] === pid[first]) to++;
  return to;
}

/** True when these images of one pid are one, and one copy of it at most tells all. */
export function isToldAlone({ order, copies, isPlaceholder }: ImageColumns, from: number, to: number): boolean {
  const first = order[from] ?? 0;
  return to - from === 1 && copies[first] !== 2 && isPlaceholder[first] === 0;
}

/** Reads images pid by pid, where not one copy tells all. */
export class PidImages {
  readonly #images: ImageColumns;
  readonly #merged: MergedImages;
  /** What was read, in order, and how much of it was given. */
  #read: readonly MergedImage[] = [];
  #given = 0;
  #readTo = 0;

  constructor(database: CaseDatabase, images: ImageColumns) {
    this.#images = images;
    this.#merged = new MergedImages(database);
  }

  /** The images of the pid that begins at a place of the order. To be asked in order. */
  read(from: number): readonly MergedImage[] {
    if (from >= this.#readTo) this.#readOn(from);
    const start = this.#given;
    while (this.#given < this.#read.length && this.#isOfPid(this.#read[this.#given]?.id ?? 0, from)) this.#given += 1;
    return this.#read.slice(start, this.#given);
  }

  #isOfPid(image: number, from: number): boolean {
    const { node, pid, order } = this.#images;
    const first = order[from] ?? 0;
    return node[image] === node[first] && pid[image] === pid[first];
  }

  #readOn(from: number): void {
    const wanted: number[] = [];
    let at = from;
    while (at < this.#images.order.length && wanted.length < IMAGES_AT_ONCE) {
      const to = endOfPid(this.#images, at);
      const isWhole = !isToldAlone(this.#images, at, to);
      for (; at < to; at++) if (isWhole) wanted.push(this.#images.order[at] ?? 0);
    }
    this.#read = this.#merged.read(wanted);
    this.#given = 0;
    this.#readTo = at;
  }
}
