import { knownFrom } from '../../model/link/fold-images.js';
import type { CaseDatabase } from '../database.js';
import { fileName } from './file-name.js';
import type { MergedImage } from './image-copies.js';
import type { Tellers } from './seen-process.js';

/** Columns of `temp.gathered` beside the process, as they are named in `process`. */
const COLUMNS = [
  'boot_us',
  'cluster',
  'pid',
  'binary',
  'name',
  'arguments',
  'cwd',
  'uid',
  'auid',
  'user_name',
  'tid',
  'flags',
  'start_ns',
  'image_start_us',
  'container_pid',
  'docker',
  'pod',
  'may_be_probe',
  'is_in_init_tree',
  'images',
  'event',
  'is_fileless',
  'capabilities',
] as const;

/**
 * Makes and fills `temp.gathered`: what is told of processes that several images or copies tell of, until their rows are written. Also names
 * the programs that they ran.
 */
export class GatheredRows {
  readonly #row;
  readonly #name;

  constructor(database: CaseDatabase) {
    database.exec(`drop table if exists temp.gathered; create temp table gathered (process integer primary key, ${COLUMNS.join(', ')})`);
    this.#row = database.prepare(`insert into temp.gathered values (?, ${COLUMNS.map(() => '?').join(', ')})`);
    this.#name = database.prepare('insert or ignore into process_name values (?, ?)');
  }

  add(process: number, images: readonly MergedImage[], tellers: Tellers): void {
    this.#row.run(process, ...gathered(images, tellers));
    // A process of one image has that image's name.
    if (images.length === 1) return;
    for (const { row } of images) {
      const name = fileName(row.binary);
      if (name !== null) this.#name.run(name, process);
    }
  }
}

/** What a process is told by its newest image, but for its start and its container, which any of its images may tell. */
function gathered(images: readonly MergedImage[], { head, newest, started, contained }: Tellers): readonly (string | number | null)[] {
  const { row } = newest;
  return [
    head.boot_us,
    row.cluster,
    row.pid ?? row.image_pid,
    row.binary,
    fileName(row.binary),
    row.arguments,
    row.cwd,
    row.uid,
    row.auid,
    row.user_name,
    row.tid,
    row.flags,
    started.start_ns ?? 0,
    row.start_us,
    contained.container_pid,
    contained.docker,
    contained.pod,
    contained.may_be_probe,
    row.is_in_init_tree,
    images.length > 1 ? JSON.stringify(images.map(imageChange)) : null,
    row.event,
    Number(images.some((image) => image.row.is_fileless === 1)),
    row.capabilities,
  ];
}

function imageChange(image: MergedImage) {
  const { row } = image;
  const isStartTold = row.start_us !== null;
  return {
    execId: row.exec_id,
    binary: row.binary ?? undefined,
    arguments: row.arguments ?? undefined,
    startedAtUs: row.start_us ?? undefined,
    startedAtNs: isStartTold ? (row.start_ns ?? 0) : undefined,
    knownFrom: knownFrom(image),
    event: row.event ?? undefined,
  };
}
