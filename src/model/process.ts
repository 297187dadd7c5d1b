import type { EvidenceRef, FormatName } from './source.js';
import type { TimeUs } from './time.js';

/** A process's identity: host, start time and pid in one text. Never a pid alone: pids are reused. */
export type ExecId = string;

/** How a process came to be known: its own exec event, an event of a child that forked without exec, another process's parent, or /proc. */
export type KnownFrom = 'exec' | 'fork' | 'inferred' | 'procfs';

/** Why a process started past the threshold: plainly late, entered from outside the container, or a kubelet's probe. */
export type Lateness = 'late' | 'entered' | 'probe';

/** One program image that a pid ran. An exec without a fork replaces the image and keeps the pid. */
export interface ImageChange {
  readonly execId: ExecId;
  /** Path as executed; `undefined` when only its id is known. */
  readonly binary?: string;
  /** argv[1..] joined by spaces: for reading and matching, it can't be split back. */
  readonly arguments?: string;
  readonly startedAtUs?: TimeUs;
  readonly startedAtNs?: number;
  readonly knownFrom: KnownFrom;
  /** Where the image was read: its exec event, else the first event that carried it. */
  readonly evidence?: EvidenceRef;
}

/** A process as far as a reference needs it: in ancestors, peers and findings. */
export interface ProcessRef {
  /** Row of the process in this revision of the case. Keep `execId` across revisions. */
  readonly id: number;
  /** Of the newest image. */
  readonly execId: ExecId;
  readonly pid: number;
  readonly binary?: string;
  readonly arguments?: string;
}

/**
 * True for what stands for the processes of a pod or container that no source saw: heartbeats and flows name none. Its pid of 0 is not told,
 * unlike the kernel's.
 */
export function isStandIn({ pid, binary }: Pick<ProcessRef, 'pid' | 'binary'>): boolean {
  return pid === 0 && binary === undefined;
}

/** The pid where it is told. */
export function toldPid(process: Pick<ProcessRef, 'pid' | 'binary'>): number | undefined {
  return isStandIn(process) ? undefined : process.pid;
}

/** A container as its processes and the agent's metadata describe it. */
export interface Container {
  readonly id: number;
  /** Full id where it is known, else the 31 characters that a cgroup name carries. No `containerd://`. */
  readonly containerId: string;
  /** `containerd`, `cri-o`, `docker`, when the source names it. */
  readonly runtime?: string;
  readonly name?: string;
  readonly image?: string;
  readonly imageId?: string;
  readonly node: string;
  readonly namespace?: string;
  readonly pod?: string;
  readonly workload?: string;
  readonly workloadKind?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly startedAtUs?: TimeUs;
  /** `metadata`: the runtime's own start time (second precision). `first-process`: inferred from its first process seen. */
  readonly startedFrom?: 'metadata' | 'first-process';
  /** The process that the container was started for. */
  readonly mainProcess?: number;
  readonly processCount: number;
  readonly lateCount: number;
  /** Addresses that only this container's sockets used as their local end. */
  readonly addresses: readonly string[];
  /** That its image was built from. This and what follows is there where a mark of the image is known. *Source:* chalk. */
  readonly commit?: string;
  readonly repository?: string;
  readonly branch?: string;
  readonly author?: string;
  readonly message?: string;
  /** Names the image, which all replicas share. */
  readonly chalkId?: string;
  /** Names the build. */
  readonly metadataId?: string;
}

/** One process: a pid from fork to exit with every image it ran. */
export interface Process extends ProcessRef {
  readonly parentId?: number;
  readonly parentExecId?: ExecId;
  readonly node: string;
  readonly cluster?: string;
  readonly cwd?: string;
  readonly uid?: number;
  /** Login uid; 4294967295 means that none was ever set. */
  readonly auid?: number;
  readonly userName?: string;
  readonly tid?: number;
  readonly flags?: string;
  /** Start of the first program it executed; of the fork where it executed none. */
  readonly startedAtUs?: TimeUs;
  readonly startedAtNs?: number;
  /** True when the start was worked out from a child's, not read. */
  readonly startIsEstimated: boolean;
  /** Start of the newest image: what lateness is measured on. */
  readonly imageStartedAtUs?: TimeUs;
  readonly exitedAtUs?: TimeUs;
  readonly exitedAtNs?: number;
  /** Present with an exit event: 0 when the event names none. */
  readonly exitStatus?: number;
  readonly exitSignal?: string;
  /** Row of the container; absent on the host or when nothing tells. */
  readonly containerId?: number;
  /** True when the container was worked out from parent or children. */
  readonly containerIsInferred: boolean;
  /** pid inside the container's own pid namespace. */
  readonly containerPid?: number;
  /** The 31-character id as the agent's event carried it. */
  readonly docker?: string;
  /** True: descends from the container's init. False in a container: entered later (kubectl exec, nsenter). Absent: not told. */
  readonly isInInitTree?: boolean;
  readonly isMain: boolean;
  /** Seconds between container start and the newest image's start; present only past the threshold. */
  readonly lateSeconds?: number;
  readonly late?: Lateness;
  readonly knownFrom: KnownFrom;
  /** Oldest first; more than one when the image was replaced, or a fork was seen before its exec (`executedImages` leaves that out). */
  readonly images: readonly ImageChange[];
  readonly childCount: number;
  readonly connectionCount: number;
  /** Whether the executed file was memory-only or already deleted. *Source:* Tetragon `binary_properties.file`. */
  readonly isFileless: boolean;
  readonly capabilities?: readonly string[];
  /** Formats that describe it. */
  readonly sources: readonly FormatName[];
  readonly evidence: readonly EvidenceRef[];
}

/**
 * The programs a process executed, oldest first. A fork runs its parent's image until it executes its own: that stretch is an image with an
 * id of its own, but no change that anybody made, and is left out. All images where none was executed.
 */
export function executedImages(process: Process): readonly ImageChange[] {
  const executed = process.images.filter((image) => image.knownFrom !== 'fork');
  return executed.length === 0 ? process.images : executed;
}
