import { type FoldedProcess, foldImages } from '../../model/link/fold-images.js';
import { uniteProcesses } from '../../model/link/unite-processes.js';
import type { CaseDatabase } from '../database.js';
import { GatheredRows } from './gathered-rows.js';
import type { ImageColumns } from './image-columns.js';
import { CopiesOfImages, inOrder, type MergedImage } from './image-copies.js';
import { trust } from './origins.js';
import type { Places } from './places.js';
import { ProcessColumns } from './process-columns.js';
import { seenProcess } from './seen-process.js';
import { type SourcedProcess, sourced, united } from './united-process.js';

/**
 * The processes of a case, in order of machine, pid and start. Most had their pid for themselves and are told by one copy: of these only
 * numbers are read. What several images or copies tell is put together and kept in `temp.gathered`. Memory: the images of one pid.
 */
export function foldCopies(database: CaseDatabase, images: ImageColumns, places: Places): ProcessColumns {
  const folding = new Folding(database, images, places);
  const { order, copies, isPlaceholder } = images;
  for (let from = 0; from < order.length; ) {
    const first = order[from] ?? 0;
    const to = endOfPid(images, from);
    if (to - from === 1 && copies[first] !== 2 && isPlaceholder[first] === 0) folding.addAlone(first);
    else folding.addAll(order.subarray(from, to));
    from = to;
  }
  return folding.processes;
}

/** Where the images end that are of the machine and pid of the one at a place of the order. */
function endOfPid({ order, node, pid }: ImageColumns, from: number): number {
  const first = order[from] ?? 0;
  let to = from + 1;
  while (to < order.length && node[order[to] ?? 0] === node[first] && pid[order[to] ?? 0] === pid[first]) to++;
  return to;
}

class Folding {
  readonly processes: ProcessColumns;
  readonly #images: ImageColumns;
  readonly #places: Places;
  readonly #copies: CopiesOfImages;
  readonly #gathered: GatheredRows;

  constructor(database: CaseDatabase, images: ImageColumns, places: Places) {
    this.processes = new ProcessColumns(images.order.length);
    this.#images = images;
    this.#places = places;
    this.#copies = new CopiesOfImages(database);
    this.#gathered = new GatheredRows(database);
  }

  /** A process whose only image has one copy, or is known by its id alone. */
  addAlone(image: number): void {
    const { bootUs, startUs, copies, copy, parentImage, place, traits } = this.#images;
    const isUnknownStart = copies[image] === 0 && bootUs[image] === 0 && this.#images.pid[image] !== 0;
    if (isUnknownStart) return;
    const us = startUs[image] ?? Number.NaN;
    const process = this.processes.add({
      image,
      copy: copy[image] ?? 0,
      parentImage: parentImage[image] ?? 0,
      place: place[image] ?? 0,
      bootUs: bootUs[image] ?? Number.NaN,
      startUs: us,
      imageStartUs: us,
      traits: traits[image] ?? 0,
    });
    this.#images.isHead[image] = 1;
    this.#images.process[image] = process;
    this.#end(process, image);
  }

  /** The processes that all images of one pid were. */
  addAll(images: Int32Array): void {
    for (const folded of processesOf(this.#copies.read(images))) {
      const node = this.#images.node[folded.images[0]?.id ?? 0] ?? 0;
      const process = this.processes.add(seenProcess(folded, (docker, pod) => this.#places.numberOf(node, docker, pod)));
      if (this.processes.copy[process] === 0) this.#gathered.add(process, folded.images);
      this.#images.isHead[folded.images[0]?.id ?? 0] = 1;
      const ids = [...folded.images, ...folded.aliases].map(({ id }) => id);
      for (const image of ids) this.#images.process[image] = process;
      this.#end(process, this.#images.exits.lastOf(ids));
    }
  }

  /** The image is the one of the process's that ended last. */
  #end(process: number, image: number): void {
    const { event } = this.#images.exits;
    if (event[image] === 0) return;
    this.processes.exit[process] = event[image] ?? 0;
    this.processes.exitUs[process] = this.#images.exits.usOf(image);
  }
}

function processesOf(images: readonly MergedImage[]): readonly FoldedProcess<MergedImage>[] {
  const [first] = images;
  if (first?.isPlaceholder === true) return images.map((image) => ({ images: [image], aliases: [] }));
  const origins = new Set(images.map(({ row }) => row.origin));
  if (origins.size < 2) return foldImages(inOrder(images));
  const lists = [...origins]
    .sort((a, b) => trust(a) - trust(b))
    .map((origin) => foldedOf(images.filter(({ row }) => row.origin === origin)));
  return uniteProcesses(lists).map(united);
}

function foldedOf(images: readonly MergedImage[]): readonly SourcedProcess[] {
  return foldImages(inOrder(images)).map(sourced);
}
