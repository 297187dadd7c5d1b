import { type FoldedProcess, knownFrom } from '../../model/link/fold-images.js';
import type { SeenProcess } from '../../model/link/unite-processes.js';
import type { CopyRow } from './copy-row.js';
import type { MergedImage } from './image-copies.js';

/** A process as one kind of source tells it. */
export interface SourcedProcess extends SeenProcess {
  readonly folded: FoldedProcess<MergedImage>;
}

/** What of a folded process is compared with what other kinds of sources tell, all on the machine's clock. */
export function sourced(folded: FoldedProcess<MergedImage>): SourcedProcess {
  const [first] = folded.images;
  const runsAlready = first === undefined || knownFrom(first) === 'procfs' || knownFrom(first) === 'inferred';
  const startUs = runsAlready || first.row.start_us === null ? undefined : first.row.start_us - first.row.ahead_us;
  const execsUs: number[] = [];
  for (const image of folded.images) if (image.row.start_us !== null && isSeenExec(image)) execsUs.push(timeOf(image));
  let seenUs: number | undefined;
  let exitUs: number | undefined;
  let container: string | undefined;
  for (const images of [folded.images, folded.aliases]) {
    for (const { row } of images) {
      if (row.first_us !== null) seenUs = Math.min(seenUs ?? Number.POSITIVE_INFINITY, row.first_us - row.ahead_us);
      if (row.exit_us !== null) exitUs = Math.max(exitUs ?? Number.NEGATIVE_INFINITY, row.exit_us - row.ahead_us);
      container ??= row.docker ?? undefined;
    }
  }
  return { folded, execsUs, startUs, seenUs, exitUs, container };
}

function isSeenExec(image: MergedImage): boolean {
  return !image.isMentionOnly && knownFrom(image) === 'exec';
}

/** Execs of two sources within this are one. */
const SAME_EXEC_US = 1_000_000;

/**
 * One process of what several kinds of sources tell: the history of the most trusted that saw it execute, with the execs that only others
 * saw put in; what it does not say is filled from the others.
 */
export function united(group: readonly SourcedProcess[]): FoldedProcess<MergedImage> {
  const [leader, ...others] = [...group].sort((a, b) => Number(b.execsUs.length > 0) - Number(a.execsUs.length > 0));
  if (leader === undefined) throw new Error('a group has at least one process');
  if (others.length === 0) return leader.folded;
  const missed = others.flatMap((other) => other.folded.images.filter((image) => isSeenExec(image) && !hasExecAt(leader, image)));
  const told = new Set<MergedImage>(missed.filter((image, at) => !missed.slice(0, at).some((before) => isSameTime(before, image))));
  const rest = others.flatMap(({ folded }) => [...folded.images, ...folded.aliases]).filter((image) => !told.has(image));
  const images = [...leader.folded.images, ...told].sort((a, b) => timeOf(a) - timeOf(b));
  return {
    images: images.map((image) => filledFrom(image, rest)),
    aliases: [...leader.folded.aliases, ...rest],
  };
}

function timeOf(image: MergedImage): number {
  return image.row.start_us === null ? Number.NEGATIVE_INFINITY : image.row.start_us - image.row.ahead_us;
}

function hasExecAt(process: SourcedProcess, image: MergedImage): boolean {
  return process.execsUs.some((us) => Math.abs(us - timeOf(image)) <= SAME_EXEC_US);
}

function isSameTime(one: MergedImage, other: MergedImage): boolean {
  return Math.abs(timeOf(one) - timeOf(other)) <= SAME_EXEC_US;
}

/** Facts of the process, whichever of its images tells them. */
const OF_PROCESS = ['uid', 'auid', 'user_name', 'docker', 'pod', 'container_pid', 'may_be_probe', 'is_in_init_tree'] as const;
/** Facts of one exec. What was executed is told with or without arguments: none are none. */
const OF_EXEC = ['cwd', 'tid', 'is_fileless', 'capabilities'] as const;

function filledFrom(image: MergedImage, others: readonly MergedImage[]): MergedImage {
  const row: CopyRow = { ...image.row };
  for (const other of others) {
    fillAll(row, other.row, OF_PROCESS);
    if (isSeenExec(other) && isSameTime(image, other)) fillExec(row, other.row);
    // A capture's arguments lost their boundaries; the audit record has them as they were.
    if (row.origin === 'sysdig' && other.row.origin === 'auditd' && isSeenExec(other) && isSameTime(image, other)) {
      row.arguments = other.row.arguments ?? row.arguments;
    }
    if (row.parent_image === null) {
      row.parent_image = other.row.parent_image;
      row.parent_pid = other.row.parent_pid;
    }
  }
  return { ...image, parentImage: row.parent_image ?? undefined, row, copy: 0 };
}

function fillExec(row: CopyRow, other: CopyRow): void {
  if (row.binary === null) {
    row.binary = other.binary;
    row.arguments = other.arguments;
  }
  fillAll(row, other, OF_EXEC);
}

function fillAll<Key extends (typeof OF_PROCESS)[number] | (typeof OF_EXEC)[number]>(
  row: CopyRow,
  other: CopyRow,
  keys: readonly Key[],
): void {
  for (const key of keys) fill(row, other, key);
}

function fill<Key extends keyof CopyRow>(row: Pick<CopyRow, Key>, other: Pick<CopyRow, Key>, key: Key): void {
  row[key] ??= other[key];
}
