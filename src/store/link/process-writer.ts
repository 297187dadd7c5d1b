import { type FoldedProcess, imageWithParent, knownFrom } from '../../model/link/fold-images.js';
import type { CaseDatabase } from '../database.js';
import type { CopyRow, MergedImage } from './image-copies.js';

/** The file name of a binary's path, as rules and searches name it. */
function fileName(binary: string | null): string | null {
  return binary === null ? null : binary.replace(/ \(deleted\)$/, '').slice(binary.replace(/ \(deleted\)$/, '').lastIndexOf('/') + 1);
}

/** Writes processes with their images. */
export class ProcessWriter {
  readonly #process;
  readonly #image;
  readonly #name;
  #next = 1;

  constructor(database: CaseDatabase) {
    this.#process =
      database.prepare(`insert into process (id, exec_id, node, cluster, pid, boot_us, parent_image, binary, name, arguments, cwd, uid, auid, user_name, tid, flags,
      start_us, start_ns, image_start_us, container_pid, docker, pod, may_be_probe, is_in_init_tree, known_from, images, is_fileless, capabilities, image_event, origin)
      values (${new Array(30).fill('?').join(', ')})`);
    this.#image = database.prepare('insert into process_image values (?, ?, ?)');
    this.#name = database.prepare('insert or ignore into process_name values (?, ?)');
  }

  /** Adds a process; its id is its place in the order of writing. */
  write({ images, aliases }: FoldedProcess<MergedImage>): void {
    const [head] = images;
    const newest = images.at(-1);
    if (head === undefined || newest === undefined) return;
    const id = this.#next++;
    this.#process.run(id, ...processFields(images, head.row, newest));
    for (const image of [...images, ...aliases]) this.#image.run(image.id, id, Number(image === head));
    for (const image of images) this.#nameProcess(image, id);
  }

  #nameProcess(image: MergedImage, id: number): void {
    const name = fileName(image.row.binary);
    if (name !== null) this.#name.run(name, id);
  }
}

/** What a process is told by its newest image, but for its start and its container, which any of its images may tell. */
function processFields(images: readonly MergedImage[], head: CopyRow, newest: MergedImage): readonly (string | number | null)[] {
  const { row } = newest;
  const start = (images.find((image) => knownFrom(image) !== 'fork') ?? newest).row;
  const inContainer = [newest, ...images].find((image) => image.row.docker !== null || image.row.pod !== null)?.row ?? row;
  return [
    row.exec_id,
    row.node,
    row.cluster,
    row.pid ?? row.image_pid,
    head.boot_us,
    imageWithParent(images)?.row.parent_image ?? null,
    row.binary,
    fileName(row.binary),
    row.arguments,
    row.cwd,
    row.uid,
    row.auid,
    row.user_name,
    row.tid,
    row.flags,
    start.start_us,
    start.start_ns ?? 0,
    row.start_us,
    inContainer.container_pid,
    inContainer.docker,
    inContainer.pod,
    inContainer.may_be_probe,
    row.is_in_init_tree,
    knownFrom(newest),
    images.length > 1 ? JSON.stringify(images.map(imageChange)) : null,
    Math.max(...images.map((image) => image.row.is_fileless ?? 0)),
    row.capabilities,
    row.event,
    row.origin,
  ];
}

function imageChange({ row, ...image }: MergedImage) {
  return {
    execId: row.exec_id,
    ...(row.binary === null ? {} : { binary: row.binary }),
    ...(row.arguments === null ? {} : { arguments: row.arguments }),
    ...(row.start_us === null ? {} : { startedAtUs: row.start_us, startedAtNs: row.start_ns ?? 0 }),
    knownFrom: knownFrom(image),
    ...(row.event === null ? {} : { event: row.event }),
  };
}
