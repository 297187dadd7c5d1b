import type { DetectionCase, ProcessOutline } from '../model/detection-case.js';
import type { ImageChange, Process } from '../model/process.js';
import type { TimeUs } from '../model/time.js';
import { isLoginServer, programOf } from './programs.js';
import { isCommandedByInput, type ShellKind, shellKind } from './shell.js';
import type { Suspects } from './suspects.js';

const SECOND_US = 1_000_000;

/** Seconds as the microseconds that times are counted in. */
export function seconds(count: number): number {
  return count * SECOND_US;
}

/** A shell image of a process, with the moment it started. */
export interface ShellStart {
  readonly process: Process;
  readonly image: ImageChange;
  /** Place of the image among the process's images: above 0, something ran in this pid before it. */
  readonly place: number;
  readonly kind: ShellKind;
  readonly atUs: TimeUs;
}

/**
 * Every shell that is commanded through its input, by start of its process. One process may give several: a bare `bash` that replaces
 * itself with `bash -i`. Clones that only carry their parent's image are left out, for they never ran it.
 */
export function* shellsCommandedByInput(suspects: Suspects): Iterable<ShellStart> {
  for (const process of suspects.commanded()) {
    for (const start of shellStarts(process)) if (isCommandedByInput(start.kind)) yield start;
  }
}

/** The shell images that a process executed, oldest first. */
export function shellStarts(process: Process): readonly ShellStart[] {
  return process.images.flatMap((image, place) => {
    const kind = shellKind(image);
    const atUs = image.startedAtUs;
    return kind === undefined || atUs === undefined || image.knownFrom === 'fork' ? [] : [{ process, image, place, kind, atUs }];
  });
}

/** The image a process ran at a moment: the newest one started by then, its first one before that. */
export function imageAt<Image extends Pick<ImageChange, 'startedAtUs'>>(
  process: { readonly images: readonly Image[] },
  atUs: TimeUs,
): Image | undefined {
  return process.images.findLast((image) => (image.startedAtUs ?? Number.NEGATIVE_INFINITY) <= atUs) ?? process.images[0];
}

/** The image that ran before the one at `place` in the same pid and was really executed there, not inherited by a fork. */
export function replacedImage(process: Process, place: number): ImageChange | undefined {
  return process.images.slice(0, place).findLast((image) => image.knownFrom === 'exec');
}

/**
 * A process's ancestors, nearest first, at most `limit`, as long as they live in the same container: what is beyond started the container
 * and did not start the shell.
 */
export function ancestorsInside(view: DetectionCase, process: Process, limit: number): readonly Process[] {
  return aboveInside(process, (id) => view.process(id), limit);
}

/** As `ancestorsInside`, in outline. */
export function outlinesAbove(view: DetectionCase, process: ProcessOutline, limit: number): readonly ProcessOutline[] {
  return aboveInside(process, (id) => view.outline(id), limit);
}

function aboveInside<Kin extends Pick<Process, 'parentId' | 'containerId'>>(
  process: Kin,
  kin: (id: number) => Kin | undefined,
  limit: number,
): readonly Kin[] {
  const found: Kin[] = [];
  let current = process;
  while (found.length < limit && current.parentId !== undefined) {
    const parent = kin(current.parentId);
    if (parent === undefined || parent.containerId !== process.containerId) break;
    found.push(parent);
    current = parent;
  }
  return found;
}

/** A process's descendants in breadth-first order, itself left out, at most `limit` of them: a look at what it did, not a census. */
export function descendants(view: DetectionCase, process: Process, limit: number): readonly Process[] {
  const found: Process[] = [];
  const queue: Process[] = [process];
  for (let head = 0; head < queue.length && found.length < limit; head += 1) {
    const current = queue[head];
    if (current === undefined || current.childCount === 0) continue;
    for (const child of view.children(current.id)) {
      if (found.length >= limit) break;
      found.push(child);
      queue.push(child);
    }
  }
  return found;
}

/** True when a login server or an interactive shell above stands for a person who is at work there, or somebody entered the container. */
export function isAttended(process: ProcessOutline, ancestors: readonly ProcessOutline[]): boolean {
  if (process.isInInitTree === false && process.containerId !== undefined) return true;
  return ancestors.some(
    (ancestor) => isLoginServer(programName(ancestor)) || isLoginShell(ancestor) || ancestor.images.some(isInteractiveStart),
  );
}

function isInteractiveStart(image: ProcessOutline['images'][number]): boolean {
  return image.startedAtUs !== undefined && image.knownFrom !== 'fork' && shellKind(image) === 'interactive';
}

/** A login shell is started under a name that begins with a dash. */
function isLoginShell({ binary = '' }: ProcessOutline): boolean {
  return binary.slice(binary.lastIndexOf('/') + 1).startsWith('-');
}

/** True when both were running at some moment; a process without a known end is taken to run on. */
export function overlap(a: Process, b: Process): boolean {
  const start = (process: Process): number => process.startedAtUs ?? Number.NEGATIVE_INFINITY;
  const end = (process: Process): number => process.exitedAtUs ?? Number.POSITIVE_INFINITY;
  return start(a) < end(b) && start(b) < end(a);
}

/** The name of the program a process runs now; empty when its binary is unknown. */
export function programName(process: Pick<Process, 'binary' | 'arguments'>): string {
  return programOf(process)?.name ?? '';
}
