import { type FoldedProcess, foldImages, imageWithParent, knownFrom, type LinkImage } from '../../model/link/fold-images.js';
import type { CaseDatabase } from '../database.js';

/** A copy of a process, with what its image's id tells. */
interface CopyRow {
  readonly image: number;
  readonly exec_id: string;
  readonly node: string;
  readonly image_pid: number;
  readonly boot_us: number | null;
  readonly exit_us: number | null;
  readonly role: number | null;
  readonly parent_pid: number | null;
  readonly cluster: string | null;
  readonly pid: number | null;
  readonly tid: number | null;
  readonly uid: number | null;
  readonly auid: number | null;
  readonly user_name: string | null;
  readonly cwd: string | null;
  readonly binary: string | null;
  readonly arguments: string | null;
  readonly flags: string | null;
  readonly start_us: number | null;
  readonly start_ns: number | null;
  readonly parent_image: number | null;
  readonly docker: string | null;
  readonly pod: number | null;
  readonly container_pid: number | null;
  readonly may_be_probe: number | null;
  readonly is_in_init_tree: number | null;
  readonly is_fileless: number | null;
  readonly capabilities: number | null;
}

/** An image with its copies merged: the best copy's fields, what it lacks filled from the next. */
interface MergedImage extends LinkImage {
  readonly row: CopyRow;
}

const COPIES = `
  select i.id as image, i.exec_id, i.node, i.pid as image_pid, i.boot_ns / 1000 as boot_us,
    (select min(time_us) from exit_fact x where x.image = i.id) as exit_us,
    d.role, p.pid as parent_pid, d.cluster, d.pid, d.tid, d.uid, d.auid, d.user_name, d.cwd, d.binary, d.arguments, d.flags, d.start_us, d.start_ns,
    d.parent_image, d.docker, d.pod, d.container_pid, d.may_be_probe, d.is_in_init_tree, d.is_fileless, d.capabilities
  from image i
    left join description d on d.image = i.id
    left join image p on p.id = d.parent_image
  order by i.node, i.pid, i.boot_ns, i.exec_id, d.role, d.first_us, d.flags, d.id`;

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
    for (const process of foldImages(inOrder(pidImages))) writer.write(process);
    pidImages = [];
  };
  for (const copy of database.prepare<[], CopyRow>(COPIES).iterate()) {
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

/** `node:0:pid` names a parent that the agent did not know: no image, only a pid. */
function isUnknownStart(copy: CopyRow): boolean {
  return copy.role === null && copy.boot_us === 0 && copy.image_pid !== 0;
}

/** Images whose ids can't be decoded have no place in the index's order. */
function inOrder(images: readonly MergedImage[]): readonly MergedImage[] {
  return images.some((image) => image.row.boot_us === null) ? [...images].sort((a, b) => a.orderUs - b.orderUs) : images;
}

function merged(copies: readonly CopyRow[]): MergedImage {
  const [best] = copies;
  if (best === undefined) throw new Error('an image has at least one row');
  const row = copies.slice(1).reduce<CopyRow>(filled, best);
  const orderUs = row.boot_us ?? row.start_us ?? 0;
  return {
    id: row.image,
    pid: row.image_pid,
    orderUs,
    hasExecEvent: best.role === 0,
    isMentionOnly: best.role === null,
    flags: row.flags ?? '',
    ...(row.binary === null ? {} : { binary: row.binary }),
    ...(row.parent_image === null ? {} : { parentImage: row.parent_image }),
    ...(row.parent_pid === null ? {} : { parentPid: row.parent_pid }),
    ...(row.exit_us === null ? {} : { exitOrderUs: orderUs + Math.max(0, row.exit_us - (row.start_us ?? row.exit_us)) }),
    row,
  };
}

/** Nothing said is overwritten; the start is the earliest, since late copies come with a rounded one. */
function filled(row: CopyRow, next: CopyRow): CopyRow {
  const isEarlier = next.start_us !== null && (row.start_us === null || next.start_us < row.start_us);
  return {
    ...row,
    cluster: row.cluster ?? next.cluster,
    tid: row.tid ?? next.tid,
    uid: row.uid ?? next.uid,
    auid: row.auid ?? next.auid,
    user_name: row.user_name ?? next.user_name,
    cwd: row.cwd ?? next.cwd,
    binary: row.binary ?? next.binary,
    arguments: row.arguments ?? next.arguments,
    flags: row.flags ?? next.flags,
    start_us: isEarlier ? next.start_us : row.start_us,
    start_ns: isEarlier ? next.start_ns : row.start_ns,
    parent_image: row.parent_image ?? next.parent_image,
    parent_pid: row.parent_image === null ? next.parent_pid : row.parent_pid,
    docker: row.docker ?? next.docker,
    pod: row.pod ?? next.pod,
    container_pid: row.container_pid ?? next.container_pid,
    may_be_probe: row.may_be_probe ?? next.may_be_probe,
    is_in_init_tree: row.is_in_init_tree ?? next.is_in_init_tree,
    is_fileless: row.is_fileless ?? next.is_fileless,
    capabilities: row.capabilities ?? next.capabilities,
  };
}

/** The file name of a binary's path, as rules and searches name it. */
function fileName(binary: string | null): string | null {
  return binary === null ? null : binary.replace(/ \(deleted\)$/, '').slice(binary.replace(/ \(deleted\)$/, '').lastIndexOf('/') + 1);
}

class ProcessWriter {
  readonly #process;
  readonly #image;
  readonly #name;
  #next = 1;

  constructor(database: CaseDatabase) {
    this.#process =
      database.prepare(`insert into process (id, exec_id, node, cluster, pid, boot_us, parent_image, binary, name, arguments, cwd, uid, auid, user_name, tid, flags,
      start_us, start_ns, image_start_us, container_pid, docker, pod, may_be_probe, is_in_init_tree, known_from, images, is_fileless, capabilities)
      values (${new Array(28).fill('?').join(', ')})`);
    this.#image = database.prepare('insert into process_image values (?, ?, ?)');
    this.#name = database.prepare('insert or ignore into process_name values (?, ?)');
  }

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
    head.start_us,
    head.start_ns ?? 0,
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
  ];
}

function imageChange({ row, ...image }: MergedImage) {
  return {
    execId: row.exec_id,
    ...(row.binary === null ? {} : { binary: row.binary }),
    ...(row.arguments === null ? {} : { arguments: row.arguments }),
    ...(row.start_us === null ? {} : { startedAtUs: row.start_us, startedAtNs: row.start_ns ?? 0 }),
    knownFrom: knownFrom(image),
  };
}
