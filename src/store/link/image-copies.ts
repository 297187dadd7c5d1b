import type { LinkImage } from '../../model/link/fold-images.js';
import type { FormatName } from '../../model/source.js';
import type { CaseDatabase } from '../database.js';
import { COPY_COLUMNS, type CopyRow, type CopyValues, copyOf } from './copy-row.js';

/** An image with its copies merged: the best copy's fields, what it lacks filled from the next. */
export interface MergedImage extends LinkImage {
  readonly row: CopyRow;
  /** The copy that tells all of the row; 0 where it was gathered from several, or from none. */
  readonly copy: number;
}

/** Every copy of some images: images in order of machine, pid, source and start, the best copy first. */
const COPIES = `
  select ${COPY_COLUMNS}
  from json_each(?) j
    cross join image i on i.id = j.value
    left join machine m on m.node = i.node
    left join description d on d.image = i.id
    left join image p on p.id = d.parent_image
  order by 1, i.pid, i.origin, i.boot_ns, i.exec_id, d.role, d.first_us, d.flags, d.id`;

/** Reads whole images, their copies merged. */
export class MergedImages {
  readonly #copies;

  constructor(database: CaseDatabase) {
    this.#copies = database.prepare<[string], CopyValues>(COPIES).raw();
  }

  /** The images in order of machine, pid, source and start, but for those that are a pid and nothing else. */
  read(images: readonly number[]): readonly MergedImage[] {
    const found: MergedImage[] = [];
    let copies: CopyRow[] = [];
    const finish = () => {
      const [first] = copies;
      if (first !== undefined && !isUnknownStart(first)) found.push(merged(copies));
      copies = [];
    };
    for (const values of this.#copies.all(`[${images.join()}]`)) {
      const copy = copyOf(values);
      if (copies[0]?.image !== copy.image) finish();
      copies.push(copy);
    }
    finish();
    return found;
  }
}

/** `node:0:pid` names a parent that the agent did not know: no image, only a pid. */
function isUnknownStart(copy: CopyRow): boolean {
  return copy.role === null && copy.boot_us === 0 && copy.image_pid !== 0;
}

/** Agents that see no processes speak of what is behind a pod or container by an image without a pid. */
export function isPlaceholder(pid: number, origin: FormatName): boolean {
  return pid === 0 && origin !== 'tetragon';
}

/** Images whose ids can't be decoded have no place in the index's order. */
export function inOrder(images: readonly MergedImage[]): readonly MergedImage[] {
  return images.some((image) => image.row.boot_us === null) ? [...images].sort((a, b) => a.orderUs - b.orderUs) : images;
}

/** An image's copies as one. Their order decides; the caller has sorted them. */
function merged(copies: readonly CopyRow[]): MergedImage {
  const [best, ...others] = copies;
  if (best === undefined) throw new Error('an image has at least one row');
  const row = others.reduce<CopyRow>(filled, best);
  const orderUs = row.boot_us ?? row.start_us ?? 0;
  return {
    id: row.image,
    pid: row.image_pid,
    orderUs,
    hasExecEvent: best.role === 0,
    isMentionOnly: best.role === null,
    isPlaceholder: isPlaceholder(best.image_pid, best.origin),
    flags: row.flags ?? '',
    binary: row.binary ?? undefined,
    parentImage: row.parent_image ?? undefined,
    parentPid: row.parent_pid ?? undefined,
    exitOrderUs: row.exit_us === null ? undefined : orderUs + Math.max(0, row.exit_us - (row.start_us ?? row.exit_us)),
    row,
    copy: others.length === 0 ? (best.copy ?? 0) : 0,
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
