import type { DescriptionRole, PodDescription, ProcessDescription } from '../../../model/record.js';
import type { Instant } from '../../../model/time.js';
import { present } from '../json-value.js';
import type { Descriptors } from './descriptors.js';

/** What is known of the program that a process runs. A part that is absent is not known. */
export interface ProgramKnown {
  readonly binary?: string;
  readonly arguments?: string;
  readonly cwd?: string;
  readonly uid?: number;
  readonly auid?: number;
  readonly userName?: string;
}

/** Where a process runs. */
export interface Placement {
  /** Absent on the host. */
  readonly docker?: string;
  readonly pod?: PodDescription;
  readonly containerPid?: number;
  /** Whether it descends from the container's first process; absent where that is not known. */
  readonly isInInitTree?: boolean;
}

/** How an image came to be: its flags are the ones that linking folds images by. */
export interface ImageOrigin {
  readonly execId: string;
  readonly flags: 'fork' | 'execve clone' | 'execve' | 'procFS';
  readonly start?: Instant;
  /** The parent; for an image that replaced another, that one. */
  readonly parent?: ProcessDescription;
}

/** One process of the capture while it lives. */
export class TrackedProcess {
  readonly pid: number;
  readonly node: string;
  readonly descriptors: Descriptors;
  isEnded = false;
  /** Files that it was seen to open since its last exec. */
  readonly filesSeen = new Set<string>();
  #maker: ProcessDescription | undefined;
  #origin: ImageOrigin;
  #program: ProgramKnown = {};
  #placement: Placement = {};
  #descriptions: { [Role in DescriptionRole]?: ProcessDescription } = {};

  constructor(pid: number, node: string, origin: ImageOrigin, descriptors: Descriptors) {
    this.pid = pid;
    this.node = node;
    this.#origin = origin;
    this.#maker = origin.parent;
    this.descriptors = descriptors;
  }

  /** The process that made it, whatever it executed since. */
  get maker(): ProcessDescription | undefined {
    return this.#maker;
  }

  get origin(): ImageOrigin {
    return this.#origin;
  }

  get program(): ProgramKnown {
    return this.#program;
  }

  get placement(): Placement {
    return this.#placement;
  }

  /** Another image took over the pid: nothing of the one before holds for it but user and folder. */
  execute(origin: ImageOrigin, program: ProgramKnown): void {
    const { uid, auid, userName, cwd } = this.#program;
    this.#origin = origin;
    this.#program = {
      ...present('uid', uid),
      ...present('auid', auid),
      ...present('userName', userName),
      ...present('cwd', cwd),
      ...program,
    };
    this.#descriptions = {};
    this.filesSeen.clear();
  }

  /** Takes in which process made it, where that was not seen. */
  adopt(parent: ProcessDescription | undefined): void {
    if (this.#maker !== undefined || parent === undefined) return;
    this.#maker = parent;
    if (this.#origin.parent !== undefined) return;
    this.#origin = { ...this.#origin, parent };
    this.#descriptions = {};
  }

  /** Takes in what was learned of the program. */
  learn(program: ProgramKnown): void {
    this.#program = { ...this.#program, ...program };
    this.#descriptions = {};
  }

  /** Takes in what was learned of where it runs. */
  place(placement: Placement): void {
    this.#placement = { ...this.#placement, ...placement };
    this.#descriptions = {};
  }

  /** The process in the model's words: the same object until something more is learned. */
  description(role: DescriptionRole): ProcessDescription {
    const known = this.#descriptions[role];
    if (known !== undefined) return known;
    const { execId, flags, start, parent } = this.#origin;
    const described: ProcessDescription = {
      role,
      execId,
      node: this.node,
      pid: this.pid,
      flags,
      ...present('start', start),
      ...present('parentExecId', parent?.execId),
      ...this.#program,
      ...this.#placement,
    };
    this.#descriptions[role] = described;
    return described;
  }
}
