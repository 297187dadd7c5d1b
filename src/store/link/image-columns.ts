import { knownFrom } from '../../model/link/fold-images.js';
import type { FormatName } from '../../model/source.js';
import type { CaseDatabase } from '../database.js';
import { type Exits, readExits } from './exits.js';
import { isPlaceholder } from './image-copies.js';
import { hasSeveralOrigins } from './origins.js';
import type { Places } from './places.js';
import { knownFromTrait, TRAITS } from './process-columns.js';

/**
 * Every image of a case in numbers, by row: who had which pid, and what the only copy of an image tells. About 60 bytes each, whatever their
 * command lines. Absent numbers are 0, absent times NaN.
 */
export class ImageColumns {
  /** Rows in order of machine and pid: the images that one pid was stand together. */
  readonly order: Int32Array;
  /** Names of machines by number, in order. */
  readonly nodes: string[] = [];
  readonly node: Int32Array;
  readonly pid: Float64Array;
  readonly bootUs: Float64Array;
  readonly isPlaceholder: Uint8Array;
  /** How many copies there are, two for more, and the row of the last one read. */
  readonly copies: Uint8Array;
  readonly copy: Int32Array;
  readonly startUs: Float64Array;
  readonly parentImage: Int32Array;
  readonly place: Int32Array;
  readonly traits: Uint16Array;
  readonly exits: Exits;
  /** The process that each image is of, and whether it is its first image; 0 until that is known. */
  readonly process: Int32Array;
  readonly isHead: Uint8Array;

  constructor(count: number, highest: number, exits: Exits) {
    const size = highest + 1;
    this.order = new Int32Array(count);
    this.node = new Int32Array(size);
    this.pid = new Float64Array(size);
    this.bootUs = new Float64Array(size);
    this.isPlaceholder = new Uint8Array(size);
    this.copies = new Uint8Array(size);
    this.copy = new Int32Array(size);
    this.startUs = new Float64Array(size).fill(Number.NaN);
    this.parentImage = new Int32Array(size);
    this.place = new Int32Array(size);
    this.traits = new Uint16Array(size);
    this.exits = exits;
    this.process = new Int32Array(size);
    this.isHead = new Uint8Array(size);
  }
}

type ImageValues = [id: number, node: string, pid: number, bootUs: number | null, origin: FormatName];

const IMAGES = 'select id, node, pid, boot_ns / 1000, origin from image order by node, pid';

/** As `IMAGES`, where names turned out to be of one machine. */
const IMAGES_BY_MACHINE = `
  select i.id, coalesce(m.host, i.node), i.pid, i.boot_ns / 1000, i.origin from image i left join machine m on m.node = i.node order by 2, 3`;

type CopyValues = [
  image: number,
  id: number,
  role: number,
  flags: string | null,
  startUs: number | null,
  parentImage: number | null,
  docker: string | null,
  pod: number | null,
  traits: number,
];

/** What a copy tells of containers, as bits of `TRAITS`. */
const COPIES = `
  select image, id, role, flags, start_us, parent_image, docker, pod,
    (is_in_init_tree is not null) * ${TRAITS.initTreeIsTold} + (is_in_init_tree is 1) * ${TRAITS.isInInitTree} + (may_be_probe is 1) * ${TRAITS.mayBeProbe}
      + (container_pid is 1) * ${TRAITS.isFirstInContainer}
  from description`;

/** The images of a case, and what those with one copy tell: their places are added to `places`. */
export function readImages(database: CaseDatabase, places: Places): ImageColumns {
  const size = database.prepare<[], [count: number, highest: number]>('select count(*), coalesce(max(id), 0) from image').raw().get();
  const [count, highest] = size ?? [0, 0];
  const images = new ImageColumns(count, highest, readExits(database, highest));
  readOrder(database, images);
  readCopies(database, images, places);
  return images;
}

function readOrder(database: CaseDatabase, images: ImageColumns): void {
  const query = hasSeveralOrigins(database) ? IMAGES_BY_MACHINE : IMAGES;
  let at = 0;
  let current: string | undefined;
  for (const [id, node, pid, bootUs, origin] of database.prepare<[], ImageValues>(query).raw().iterate()) {
    if (node !== current) {
      current = node;
      images.nodes.push(node);
    }
    images.order[at++] = id;
    images.node[id] = images.nodes.length - 1;
    images.pid[id] = pid;
    images.bootUs[id] = bootUs ?? Number.NaN;
    images.isPlaceholder[id] = Number(isPlaceholder(pid, origin));
    images.traits[id] = knownFromTrait('inferred') | identityTraits(pid, origin);
  }
}

/** What the image's id and its source tell. */
export function identityTraits(pid: number, origin: FormatName): number {
  return (pid > 0 ? TRAITS.hasPid : 0) | (origin === 'auditd' ? TRAITS.isOfAudit : 0) | (origin === 'chalk' ? TRAITS.isReporter : 0);
}

function readCopies(database: CaseDatabase, images: ImageColumns, places: Places): void {
  for (const [image, id, role, flags, startUs, parentImage, docker, pod, told] of database
    .prepare<[], CopyValues>(COPIES)
    .raw()
    .iterate()) {
    const pid = images.pid[image] ?? 0;
    images.copies[image] = images.copies[image] === 0 ? 1 : 2;
    images.copy[image] = id;
    images.startUs[image] = startUs ?? Number.NaN;
    images.parentImage[image] = parentImage ?? 0;
    images.place[image] = places.numberOf(images.node[image] ?? 0, docker, pod);
    const known = knownFrom({
      pid,
      hasExecEvent: role === 0,
      isMentionOnly: false,
      isPlaceholder: images.isPlaceholder[image] === 1,
      flags: flags ?? '',
      parentPid: parentImage === null ? undefined : images.pid[parentImage],
    });
    images.traits[image] = ((images.traits[image] ?? 0) & ~TRAITS.knownFrom) | knownFromTrait(known) | told;
  }
}
