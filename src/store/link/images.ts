import { type FoldedProcess, foldImages } from '../../model/link/fold-images.js';
import { uniteProcesses } from '../../model/link/unite-processes.js';
import type { CaseDatabase } from '../database.js';
import { COPIES, COPIES_BY_MACHINE, type CopyRow, inOrder, isUnknownStart, type MergedImage, merged } from './image-copies.js';
import { hasSeveralOrigins, trust } from './origins.js';
import { ProcessWriter } from './process-writer.js';
import { type SourcedProcess, sourced, united } from './united-process.js';

/** Fills `process`, `process_image` and `process_name` from images and their copies. Memory: the images of one pid. */
export function linkImages(database: CaseDatabase): void {
  const writer = new ProcessWriter(database);
  let pidImages: MergedImage[] = [];
  let copies: CopyRow[] = [];
  const finishImage = () => {
    const [first] = copies;
    if (first !== undefined && !isUnknownStart(first)) pidImages.push(merged(copies));
    copies = [];
  };
  const finishPid = () => {
    for (const process of processesOf(pidImages)) writer.write(process);
    pidImages = [];
  };
  const query = hasSeveralOrigins(database) ? COPIES_BY_MACHINE : COPIES;
  for (const copy of database.prepare<[], CopyRow>(query).iterate()) {
    const [current] = copies;
    if (current !== undefined && current.image !== copy.image) {
      finishImage();
      if (current.node !== copy.node || current.image_pid !== copy.image_pid) finishPid();
    }
    copies.push(copy);
  }
  finishImage();
  finishPid();
}

/** The processes that one pid of one machine was. */
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
