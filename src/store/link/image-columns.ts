import { knownFrom } from '../../model/link/fold-images.js';
import type { KnownFrom } from '../../model/process.js';
import type { FormatName } from '../../model/source.js';
import type { CaseDatabase } from '../database.js';
import { type ColumnSelection, columnPages } from './column-pages.js';
import { type Exits, readExits } from './exits.js';
import { isPlaceholder } from './image-copies.js';
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
    this.bootUs = new Float64Array(size).fill(Number.NaN);
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

interface ImagePage {
  readonly id: readonly number[];
  readonly pid: readonly number[];
  readonly bootUs: readonly (number | null)[];
  readonly origin: readonly FormatName[];
}

const IMAGES: ColumnSelection<ImagePage> = {
  table: 'image',
  key: 'id',
  columns: { id: 'id', pid: 'pid', bootUs: 'boot_ns / 1000', origin: 'origin' },
};

interface CopyPage {
  readonly image: readonly number[];
  readonly id: readonly number[];
  readonly role: readonly number[];
  readonly flags: readonly (string | null)[];
  readonly startUs: readonly (number | null)[];
  readonly parentImage: readonly (number | null)[];
  readonly docker: readonly (string | null)[];
  readonly pod: readonly (number | null)[];
  /** What the copy tells of its container, as bits of `TRAITS`. */
  readonly told: readonly number[];
}

const COPIES: ColumnSelection<CopyPage> = {
  table: 'description',
  key: 'id',
  columns: {
    image: 'image',
    id: 'id',
    role: 'role',
    flags: 'flags',
    startUs: 'start_us',
    parentImage: 'parent_image',
    docker: 'docker',
    pod: 'pod',
    told: `(is_in_init_tree is not null) * ${TRAITS.initTreeIsTold} + (is_in_init_tree is 1) * ${TRAITS.isInInitTree}
      + (may_be_probe is 1) * ${TRAITS.mayBeProbe} + (container_pid is 1) * ${TRAITS.isFirstInContainer}`,
  },
};

/** The images of a case, and what those with one copy tell: their places are added to `places`. */
export function readImages(database: CaseDatabase, places: Places): ImageColumns {
  const size = database.prepare<[], [count: number, highest: number]>('select count(*), coalesce(max(id), 0) from image').raw().get();
  const [count, highest] = size ?? [0, 0];
  const images = new ImageColumns(count, highest, readExits(database, highest));
  readOrder(database, images);
  readIdentities(database, images);
  readCopies(database, images, places);
  return images;
}

function readOrder(database: CaseDatabase, images: ImageColumns): void {
  const isOfMachines = database.prepare('select 1 from machine limit 1').get() !== undefined;
  // Without other names of a machine an index has them in order.
  const node = isOfMachines ? 'coalesce(m.host, i.node)' : 'i.node';
  const from = isOfMachines ? 'image i left join machine m on m.node = i.node' : 'image i';
  const ids = database.prepare<[], number>(`select i.id from ${from} order by ${node}, i.pid`).pluck();
  let at = 0;
  for (const id of ids.iterate()) images.order[at++] = id;
  const nodes = database.prepare<[], [node: string, images: number]>(`select ${node}, count(*) from ${from} group by 1 order by 1`).raw();
  let first = 0;
  for (const [name, count] of nodes.all()) {
    const number = images.nodes.push(name) - 1;
    const end = first + count;
    for (; first < end; first++) images.node[images.order[first] ?? 0] = number;
  }
}

function readIdentities(database: CaseDatabase, images: ImageColumns): void {
  for (const page of columnPages(database, IMAGES)) {
    spread(images.pid, page.id, page.pid);
    spread(images.bootUs, page.id, page.bootUs);
    for (let at = 0; at < page.id.length; at++) {
      const id = page.id[at] ?? 0;
      const pid = page.pid[at] ?? 0;
      const origin = page.origin[at] ?? 'tetragon';
      images.isPlaceholder[id] = Number(isPlaceholder(pid, origin));
      images.traits[id] = knownFromTrait('inferred') | identityTraits(pid, origin);
    }
  }
}

/** Sets what is told, row by row. */
function spread(column: Int32Array | Float64Array, rows: readonly number[], told: readonly (number | null)[]): void {
  for (let at = 0; at < rows.length; at++) {
    const number = told[at] ?? null;
    if (number !== null) column[rows[at] ?? 0] = number;
  }
}

/** What the image's id and its source tell. */
export function identityTraits(pid: number, origin: FormatName): number {
  return (pid > 0 ? TRAITS.hasPid : 0) | (origin === 'auditd' ? TRAITS.isOfAudit : 0) | (origin === 'chalk' ? TRAITS.isReporter : 0);
}

function readCopies(database: CaseDatabase, images: ImageColumns, places: Places): void {
  for (const page of columnPages(database, COPIES)) {
    spread(images.copy, page.image, page.id);
    spread(images.startUs, page.image, page.startUs);
    spread(images.parentImage, page.image, page.parentImage);
    for (let at = 0; at < page.image.length; at++) {
      const image = page.image[at] ?? 0;
      images.copies[image] = images.copies[image] === 0 ? 1 : 2;
      images.place[image] = places.numberOf(images.node[image] ?? 0, page.docker[at] ?? null, page.pod[at] ?? null);
      const known = knownFromTrait(knownFromCopy(images, image, page.role[at] ?? 0, page.flags[at] ?? ''));
      images.traits[image] = ((images.traits[image] ?? 0) & ~TRAITS.knownFrom) | known | (page.told[at] ?? 0);
    }
  }
}

function knownFromCopy(images: ImageColumns, image: number, role: number, flags: string): KnownFrom {
  const parent = images.parentImage[image] ?? 0;
  return knownFrom({
    pid: images.pid[image] ?? 0,
    hasExecEvent: role === 0,
    isMentionOnly: false,
    isPlaceholder: images.isPlaceholder[image] === 1,
    flags,
    parentPid: parent === 0 ? undefined : images.pid[parent],
  });
}
