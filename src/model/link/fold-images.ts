import type { KnownFrom } from '../process.js';

/** An image as linking sees it: one exec id, its copies merged. */
export interface LinkImage {
  /** Row of the image. */
  readonly id: number;
  readonly pid: number;
  /** Microseconds since boot of the image's start; the start time where the exec id tells nothing. Orders images of a pid. */
  readonly orderUs: number;
  readonly hasExecEvent: boolean;
  /** True when nothing but the id is known: another process named it as its parent. */
  readonly isMentionOnly: boolean;
  /** True when it stands for processes that its source can't see: a pod's, or a container's. */
  readonly isPlaceholder?: boolean | undefined;
  readonly flags: string;
  readonly binary?: string | undefined;
  readonly parentImage?: number | undefined;
  readonly parentPid?: number | undefined;
  /** When its exit was seen, on the scale of `orderUs`. */
  readonly exitOrderUs?: number | undefined;
}

/** What says how an image is known. */
export type KnownBy = Pick<LinkImage, 'pid' | 'hasExecEvent' | 'isMentionOnly' | 'isPlaceholder' | 'flags' | 'parentPid'>;

/** Images of one process, oldest first. `aliases` are further ids of it: printed again by a restarted agent, or named by a child alone. */
export interface FoldedProcess<Image extends LinkImage> {
  readonly images: readonly Image[];
  readonly aliases: readonly Image[];
}

/** An agent's restart reads start times from /proc in steps of 10 ms; the exec that follows a fork is later by its run time. */
const PROCFS_STEP_US = 10_000;
const PROCFS_JITTER_US = 100_000;
/** A fork's own id and the exec's that follows are this close when nothing else ties them together. */
const CLONE_GAP_US = 1_000_000;
/** A container runtime's child outlives the runtime by the time it takes to set the container up. */
const ADOPTION_GAP_US = 60_000_000;

/**
 * The processes that one pid of one node was, from its images in order of start: an exec without a fork joins the image before it, a
 * fork seen before its exec joins that exec, and an image that a restarted agent printed again joins the one it repeats.
 */
export function foldImages<Image extends LinkImage>(images: readonly Image[]): readonly FoldedProcess<Image>[] {
  const folded: Draft<Image>[] = [];
  for (const image of images) {
    const current = folded.at(-1);
    const previous = current?.images.at(-1);
    if (current === undefined || previous === undefined) folded.push(new Draft(image));
    else if (image.isMentionOnly && current.isAliveAt(image.orderUs)) current.aliases.push(image);
    else if (previous.isMentionOnly && isSoonAfter(previous, image)) current.replace(0, image);
    else if (current.repeatedBy(image) !== undefined) current.addRepeated(image);
    else if (continues(current, previous, image)) current.add(image);
    else folded.push(new Draft(image));
  }
  return folded;
}

/** A process while its images are gathered. What a further image is compared with costs the same however many there are. */
class Draft<Image extends LinkImage> implements FoldedProcess<Image> {
  readonly images: Image[] = [];
  readonly aliases: Image[] = [];
  readonly #ids = new Set<number>();
  #firstExitUs = Number.POSITIVE_INFINITY;

  constructor(first: Image) {
    this.add(first);
  }

  get hasExited(): boolean {
    return this.#firstExitUs < Number.POSITIVE_INFINITY;
  }

  has(image: number): boolean {
    return this.#ids.has(image);
  }

  add(image: Image): void {
    this.images.push(image);
    this.#ids.add(image.id);
    this.#firstExitUs = Math.min(this.#firstExitUs, image.exitOrderUs ?? Number.POSITIVE_INFINITY);
  }

  replace(at: number, image: Image): void {
    this.aliases.push(...this.images.splice(at, 1, image));
    this.#ids.add(image.id);
    this.#firstExitUs = Math.min(this.#firstExitUs, image.exitOrderUs ?? Number.POSITIVE_INFINITY);
  }

  /** An id that was only named is taken for another image of the process that had the pid then, unless that had ended. */
  isAliveAt(orderUs: number): boolean {
    return this.images[0]?.isMentionOnly !== true && orderUs <= this.#firstExitUs;
  }

  /** Place of the image that this one is again. Only those of the same time can be, and they are the last. */
  repeatedBy(image: Image): number | undefined {
    for (let at = this.images.length - 1; at >= 0; at--) {
      const known = this.images[at];
      if (known === undefined || image.orderUs - known.orderUs > PROCFS_JITTER_US) return undefined;
      if (repeats(known, image)) return at;
    }
    return undefined;
  }

  /** The copy that saw the exec itself is the one to show: its arguments are those of the exec, not of now. */
  addRepeated(image: Image): void {
    const at = this.repeatedBy(image);
    const known = at === undefined ? undefined : this.images[at];
    if (at !== undefined && known !== undefined && hasFlag(known, 'procFS') && !hasFlag(image, 'procFS')) this.replace(at, image);
    else this.aliases.push(image);
  }
}

function isSoonAfter(mention: LinkImage, image: LinkImage): boolean {
  return image.orderUs - mention.orderUs < CLONE_GAP_US && image.parentImage !== mention.id;
}

/** True for an image that was executed, whether its own event is in the log or only a copy in others'. */
function isExecuted(image: LinkImage): boolean {
  return !image.isMentionOnly && knownFrom(image) === 'exec';
}

function hasFlag(image: Pick<LinkImage, 'flags'>, flag: string): boolean {
  const { flags } = image;
  const at = flags.indexOf(flag);
  if (at === -1) return false;
  const isWord = (at === 0 || flags[at - 1] === ' ') && (at + flag.length === flags.length || flags[at + flag.length] === ' ');
  return isWord || flags.split(' ').includes(flag);
}

function repeats(known: LinkImage, image: LinkImage): boolean {
  if (known.isMentionOnly || image.isMentionOnly || known.binary !== image.binary || known.binary === undefined) return false;
  // Nothing tells when it started: every container has a first process of such a pid.
  if (known.orderUs === 0) return false;
  if (!hasFlag(known, 'procFS') && !hasFlag(image, 'procFS')) return false;
  const slack = hasFlag(known, 'procFS') && hasFlag(image, 'procFS') ? PROCFS_STEP_US : PROCFS_JITTER_US;
  return known.exitOrderUs === undefined && Math.abs(known.orderUs - image.orderUs) <= slack;
}

function continues<Image extends LinkImage>(current: Draft<Image>, previous: LinkImage, image: LinkImage): boolean {
  if (current.hasExited) return false;
  if (image.parentPid === image.pid && image.parentImage !== image.id)
    return image.parentImage === undefined || current.has(image.parentImage);
  if (isExecuted(previous)) return false;
  return isExecAfterFork(previous, image);
}

/**
 * Of the same parent there is no time limit: a shell's fork may wait minutes in `/dev/tcp` before it execs, and its pid is not free before
 * it exits. A parent that exited meanwhile has left the child to another (containers' first processes): then the exec must come soon.
 */
function isExecAfterFork(fork: LinkImage, exec: LinkImage): boolean {
  if (!isExecuted(exec) || !hasFlag(exec, 'clone') || hasFlag(fork, 'clone') || hasFlag(fork, 'procFS') || fork.parentImage === undefined)
    return false;
  return fork.parentImage === exec.parentImage || exec.orderUs - fork.orderUs < ADOPTION_GAP_US;
}

/** The image whose parent is the process's: the first that was exec'd by another process, since that names who has it now. */
export function imageWithParent<Image extends LinkImage>(images: readonly Image[]): Image | undefined {
  return images.find((image) => isExecuted(image) && image.parentImage !== undefined && image.parentPid !== image.pid) ?? images[0];
}

/**
 * How an image is known. `exec`: its exec event or a copy of one; `procfs`: it ran before the agent; `fork`: a child that had not
 * exec'd, known by its own events; `inferred`: only its id was named.
 */
export function knownFrom(image: KnownBy): KnownFrom {
  if (image.isMentionOnly || image.isPlaceholder === true) return 'inferred';
  if (hasFlag(image, 'procFS')) return 'procfs';
  if (image.hasExecEvent || hasFlag(image, 'clone') || image.flags === '') return 'exec';
  return image.parentPid !== undefined && image.parentPid !== image.pid ? 'fork' : 'exec';
}
