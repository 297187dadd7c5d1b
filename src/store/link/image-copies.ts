import type { LinkImage } from '../../model/link/fold-images.js';
import type { FormatName } from '../../model/source.js';

/** A copy of a process, with what its image's id tells. */
export interface CopyRow {
  image: number;
  exec_id: string;
  node: string;
  image_pid: number;
  boot_us: number | null;
  exit_us: number | null;
  origin: FormatName;
  ahead_us: number;
  role: number | null;
  first_us: number | null;
  event: number | null;
  parent_pid: number | null;
  cluster: string | null;
  pid: number | null;
  tid: number | null;
  uid: number | null;
  auid: number | null;
  user_name: string | null;
  cwd: string | null;
  binary: string | null;
  arguments: string | null;
  flags: string | null;
  start_us: number | null;
  start_ns: number | null;
  parent_image: number | null;
  docker: string | null;
  pod: number | null;
  container_pid: number | null;
  may_be_probe: number | null;
  is_in_init_tree: number | null;
  is_fileless: number | null;
  capabilities: number | null;
}

/** An image with its copies merged: the best copy's fields, what it lacks filled from the next. */
export interface MergedImage extends LinkImage {
  readonly row: CopyRow;
}

const COPY_COLUMNS = `i.id as image, i.exec_id, i.pid as image_pid, i.boot_ns / 1000 as boot_us, i.origin,
    (select min(time_us) from exit_fact x where x.image = i.id) as exit_us,
    d.role, d.first_us, d.event, p.pid as parent_pid, d.cluster, d.pid, d.tid, d.uid, d.auid, d.user_name, d.cwd, d.binary, d.arguments, d.flags, d.start_us, d.start_ns,
    d.parent_image, d.docker, d.pod, d.container_pid, d.may_be_probe, d.is_in_init_tree, d.is_fileless, d.capabilities`;

/** Every copy of every image, images in order of pid and start, the best copy first. */
export const COPIES = `
  select i.node, 0 as ahead_us, ${COPY_COLUMNS}
  from image i
    left join description d on d.image = i.id
    left join image p on p.id = d.parent_image
  order by i.node, i.pid, i.boot_ns, i.exec_id, d.role, d.first_us, d.flags, d.id`;

/** As `COPIES`, with what several kinds of sources tell of one machine's pid together, kind by kind. */
export const COPIES_BY_MACHINE = `
  select coalesce(m.host, i.node) as node, coalesce(m.ahead_us, 0) as ahead_us, ${COPY_COLUMNS}
  from image i
    left join machine m on m.node = i.node
    left join description d on d.image = i.id
    left join image p on p.id = d.parent_image
  order by coalesce(m.host, i.node), i.pid, i.origin, i.boot_ns, i.exec_id, d.role, d.first_us, d.flags, d.id`;

/** `node:0:pid` names a parent that the agent did not know: no image, only a pid. */
export function isUnknownStart(copy: CopyRow): boolean {
  return copy.role === null && copy.boot_us === 0 && copy.image_pid !== 0;
}

/** Agents that see no processes speak of what is behind a pod or container by an image without a pid. */
export function isPlaceholder(copy: Pick<CopyRow, 'image_pid' | 'origin'>): boolean {
  return copy.image_pid === 0 && copy.origin !== 'tetragon';
}

/** Images whose ids can't be decoded have no place in the index's order. */
export function inOrder(images: readonly MergedImage[]): readonly MergedImage[] {
  return images.some((image) => image.row.boot_us === null) ? [...images].sort((a, b) => a.orderUs - b.orderUs) : images;
}

/** An image's copies as one. Their order decides; the caller has sorted them. */
export function merged(copies: readonly CopyRow[]): MergedImage {
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
    isPlaceholder: isPlaceholder(best),
    flags: row.flags ?? '',
    ...(row.binary === null ? {} : { binary: row.binary }),
    ...(row.parent_image === null ? {} : { parentImage: row.parent_image }),
    ...(row.parent_pid === null ? {} : { parentPid: row.parent_pid }),
    ...(row.exit_us === null ? {} : { exitOrderUs: orderUs + Math.max(0, row.exit_us - (row.start_us ?? row.exit_us)) }),
    row,
  };
}

/** Fields that a better copy may lack: what it does not say is taken from the next. */
const FILLED = [
  'cluster',
  'tid',
  'uid',
  'auid',
  'user_name',
  'cwd',
  'binary',
  'arguments',
  'flags',
  'docker',
  'pod',
  'container_pid',
  'may_be_probe',
  'is_in_init_tree',
  'is_fileless',
  'capabilities',
] as const;

/** Nothing said is overwritten; the start is the earliest, since late copies come with a rounded one. */
function filled(row: CopyRow, next: CopyRow): CopyRow {
  const result = { ...row };
  for (const key of FILLED) fill(result, next, key);
  if (row.parent_image === null) {
    result.parent_image = next.parent_image;
    result.parent_pid = next.parent_pid;
  }
  if (next.start_us !== null && (row.start_us === null || next.start_us < row.start_us)) {
    result.start_us = next.start_us;
    result.start_ns = next.start_ns;
  }
  return result;
}

function fill<Key extends (typeof FILLED)[number]>(row: Pick<CopyRow, Key>, next: Pick<CopyRow, Key>, key: Key): void {
  row[key] ??= next[key];
}
