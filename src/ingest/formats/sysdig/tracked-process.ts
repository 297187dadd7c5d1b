import type { DescriptionRole, PodDescription, ProcessDescription } from '../../../model/record.js';
import type { Instant } from '../../../model/time.js';
import type { Descriptors } from './descriptors.js';

/** What is known of the program that a process runs. A part that is undefined is not known. */
export interface ProgramKnown {
  readonly uid: number | undefined;
  readonly auid: number | undefined;
  readonly userName: string | undefined;
  readonly cwd: string | undefined;
  readonly binary: string | undefined;
  readonly arguments: string | undefined;
}

/** Where a process runs. */
export interface Placement {
  /** Undefined on the host. */
  readonly docker: string | undefined;
  readonly pod: PodDescription | undefined;
  readonly containerPid: number | undefined;
  /** Whether it descends from the container's first process; undefined where that is not known. */
  readonly isInInitTree: boolean | undefined;
}

/** How an image came to be: its flags are the ones that linking folds images by. */
export interface ImageOrigin {
  readonly execId: string;
  readonly flags: 'fork' | 'execve clone' | 'execve' | 'procFS';
  readonly start: Instant | undefined;
  /** The parent; for an image that replaced another, that one. */
  readonly parent: ProcessDescription | undefined;
}

/** Beyond this many files a process's opens are told again: the bound on memory. */
const FILES_REMEMBERED = 1_024;

type Descriptions = Record<DescriptionRole, ProcessDescription | undefined>;
type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

const NO_PROGRAM: ProgramKnown = {
  uid: undefined,
  auid: undefined,
  userName: undefined,
  cwd: undefined,
  binary: undefined,
  arguments: undefined,
};
const NO_PLACE: Placement = { docker: undefined, pod: undefined, containerPid: undefined, isInInitTree: undefined };

/** One process of the capture while it lives. */
export class TrackedProcess {
  readonly pid: number;
  readonly node: string;
  readonly descriptors: Descriptors;
  isEnded = false;
  /** Files that it was seen to open since its last exec; undefined for none, as most processes open none. */
  #filesSeen: Set<string> | undefined;
  #maker: ProcessDescription | undefined;
  #origin: ImageOrigin;
  #program = NO_PROGRAM;
  #placement = NO_PLACE;
  #descriptions: Descriptions = { exec: undefined, event: undefined, parent: undefined };

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
    this.#origin = origin;
    this.#program = { ...learned(this.#program, program), binary: program.binary, arguments: program.arguments };
    this.#descriptions = { exec: undefined, event: undefined, parent: undefined };
    this.#filesSeen = undefined;
  }

  /** True for the first time that it opens this file in this way since its last exec, or since it had opened very many others. */
  isFirstSight(file: string): boolean {
    this.#filesSeen ??= new Set();
    if (this.#filesSeen.has(file)) return false;
    if (this.#filesSeen.size >= FILES_REMEMBERED) this.#filesSeen.clear();
    this.#filesSeen.add(file);
    return true;
  }

  /** Takes in which process made it, where that was not seen. */
  adopt(parent: ProcessDescription | undefined): void {
    if (this.#maker !== undefined || parent === undefined) return;
    this.#maker = parent;
    if (this.#origin.parent !== undefined) return;
    this.#origin = { ...this.#origin, parent };
    this.#descriptions = { exec: undefined, event: undefined, parent: undefined };
  }

  /** Takes in what was learned of the program. */
  learn(program: Partial<ProgramKnown>): void {
    this.#program = learned(this.#program, program);
    this.#descriptions = { exec: undefined, event: undefined, parent: undefined };
  }

  /** Takes in what was learned of where it runs. */
  place(placement: Partial<Placement>): void {
    const known = this.#placement;
    this.#placement = {
      docker: placement.docker ?? known.docker,
      pod: placement.pod ?? known.pod,
      containerPid: placement.containerPid ?? known.containerPid,
      isInInitTree: placement.isInInitTree ?? known.isInInitTree,
    };
    this.#descriptions = { exec: undefined, event: undefined, parent: undefined };
  }

  /** The process in the model's words: the same object until something more is learned. */
  description(role: DescriptionRole): ProcessDescription {
    const known = this.#descriptions[role];
    if (known !== undefined) return known;
    const described = this.#described(role);
    this.#descriptions[role] = described;
    return described;
  }

  #described(role: DescriptionRole): ProcessDescription {
    const { execId, flags, start, parent } = this.#origin;
    const described: Mutable<ProcessDescription> = { role, execId, node: this.node, pid: this.pid, flags };
    if (start !== undefined) described.start = start;
    if (parent !== undefined) described.parentExecId = parent.execId;
    describeProgram(described, this.#program);
    describePlace(described, this.#placement);
    return described;
  }
}

function learned(known: ProgramKnown, more: Partial<ProgramKnown>): ProgramKnown {
  return {
    uid: more.uid ?? known.uid,
    auid: more.auid ?? known.auid,
    userName: more.userName ?? known.userName,
    cwd: more.cwd ?? known.cwd,
    binary: more.binary ?? known.binary,
    arguments: more.arguments ?? known.arguments,
  };
}

function describeProgram(described: Mutable<ProcessDescription>, program: ProgramKnown): void {
  if (program.uid !== undefined) described.uid = program.uid;
  if (program.auid !== undefined) described.auid = program.auid;
  if (program.userName !== undefined) described.userName = program.userName;
  if (program.cwd !== undefined) described.cwd = program.cwd;
  if (program.binary !== undefined) described.binary = program.binary;
  if (program.arguments !== undefined) described.arguments = program.arguments;
}

function describePlace(described: Mutable<ProcessDescription>, placement: Placement): void {
  if (placement.docker !== undefined) described.docker = placement.docker;
  if (placement.pod !== undefined) described.pod = placement.pod;
  if (placement.containerPid !== undefined) described.containerPid = placement.containerPid;
  if (placement.isInInitTree !== undefined) described.isInInitTree = placement.isInInitTree;
}
