import { type FoldedProcess, foldImages } from '../../model/link/fold-images.js';
import { uniteProcesses } from '../../model/link/unite-processes.js';
import type { CaseDatabase } from '../database.js';
import { GatheredRows } from './gathered-rows.js';
import type { ImageColumns } from './image-columns.js';
import { inOrder, type MergedImage } from './image-copies.js';
import { trust } from './origins.js';
import { endOfPid, isToldAlone, PidImages } from './pid-images.js';
import type { Places } from './places.js';
import { ProcessColumns } from './process-columns.js';
import { seenProcess, tellersOf } from './seen-process.js';
import { type SourcedProcess, sourced, united } from './united-process.js';

/**
 * The processes of a case, in order of machine, pid and start. Most had their pid for themselves and are told by one copy: of these only
 * numbers are read. What several images or copies tell is put together and kept in `temp.gathered`. Memory: the images of one pid.
 */
export function foldCopies(database: CaseDatabase, images: ImageColumns, places: Places): ProcessColumns {
  const folding = new Folding(database, images, places);
  const pids = new PidImages(database, images);
  for (let from = 0; from < images.order.length; ) {
    const to = endOfPid(images, from);
    if (isToldAlone(images, from, to)) folding.addAlone(images.order[from] ?? 0);
    else folding.addAll(pids.read(from));
    from = to;
  }
  return folding.processes;
}

class Folding {
  readonly processes: ProcessColumns;
  readonly #images: ImageColumns;
  readonly #places: Places;
  readonly #gathered: GatheredRows;

  constructor(database: CaseDatabase, images: ImageColumns, places: Places) {
    this.processes = new ProcessColumns(images.order.length);
    this.#images = images;
    this.#places = places;
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
  addAll(images: readonly MergedImage[]): void {
    for (const folded of processesOf(images)) this.#addFolded(folded);
  }

  #addFolded(folded: FoldedProcess<MergedImage>): void {
    const { process: processOf, isHead, exits, node } = this.#images;
    const tellers = tellersOf(folded.images);
    const head = tellers.head.image;
    const place = this.#places.numberOf(node[head] ?? 0, tellers.contained.docker, tellers.contained.pod);
    const process = this.processes.add(seenProcess(folded, tellers, place));
    if (this.processes.copy[process] === 0) this.#gathered.add(process, folded.images, tellers);
    isHead[head] = 1;
    const ids = [...folded.images, ...folded.aliases].map(({ id }) => id);
    for (const image of ids) processOf[image] = process;
    this.#end(process, exits.lastOf(ids));
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
  if (images.every(({ row }) => row.origin === first?.row.origin)) return foldImages(inOrder(images));
  const origins = new Set(images.map(({ row }) => row.origin));
  const lists = [...origins]
    .sort((a, b) => trust(a) - trust(b))
    .map((origin) => foldedOf(images.filter(({ row }) => row.origin === origin)));
  return uniteProcesses(lists).map(united);
}

function foldedOf(images: readonly MergedImage[]): readonly SourcedProcess[] {
  return foldImages(inOrder(images)).map(sourced);
}
