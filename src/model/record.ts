import type { AlertFact } from './alert.js';
import type { FlowFact } from './flow.js';
import type { LineFact } from './line.js';
import type { SnapshotFact } from './snapshot.js';
import type { Instant } from './time.js';
import type { UsageFact } from './usage.js';

/** Which copy of a process a source printed: with its own exec event, with another event of its, or as somebody's parent or ancestor. */
export type DescriptionRole = 'exec' | 'event' | 'parent';

/** The container part of a pod's metadata. */
export interface ContainerDescription {
  /** Without the `containerd://` that names the runtime. */
  readonly id?: string;
  readonly runtime?: string;
  readonly name?: string;
  readonly imageId?: string;
  readonly image?: string;
  readonly start?: Instant;
}

/** What Kubernetes says of the pod a process ran in. */
export interface PodDescription {
  readonly namespace?: string;
  readonly name?: string;
  readonly workload?: string;
  readonly workloadKind?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly container?: ContainerDescription;
}

/** One copy of a process as a source printed it. Absent fields were not printed. */
export interface ProcessDescription {
  readonly role: DescriptionRole;
  readonly execId: string;
  readonly node: string;
  readonly pid: number;
  readonly tid?: number;
  readonly uid?: number;
  readonly auid?: number;
  readonly userName?: string;
  readonly cwd?: string;
  readonly binary?: string;
  readonly arguments?: string;
  readonly flags?: string;
  readonly start?: Instant;
  readonly parentExecId?: string;
  readonly docker?: string;
  readonly pod?: PodDescription;
  readonly containerPid?: number;
  /** The runtime's guess that a kubelet probe started it. */
  readonly mayBeProbe?: boolean;
  readonly isInInitTree?: boolean;
  readonly isFileless?: boolean;
  readonly capabilities?: readonly string[];
}

/** What a socket event reports. `attempt`: a connect call whose local end is not known yet. */
export type SocketOperation = (typeof SOCKET_OPERATIONS)[number];

/** As stored: an operation is its place in this list. */
export const SOCKET_OPERATIONS = ['connect', 'attempt', 'accept', 'listen', 'send', 'stats', 'close'] as const;

/** One event of a socket. */
export interface SocketFact {
  readonly operation: SocketOperation;
  /** False when the source does not say which end is the process's own: `local` is then merely the one printed first. */
  readonly isOriented: boolean;
  readonly protocol: string;
  readonly local?: SocketEnd;
  readonly remote?: SocketEnd;
  /** 64-bit kernel id as decimal text: reused once the socket is closed. */
  readonly cookie?: string;
  /** Names that the agent itself printed for the remote address. */
  readonly remoteNames?: readonly string[];
  readonly remotePod?: PodDescription;
  readonly bytesSent?: number;
  readonly bytesReceived?: number;
}

/** Port 0: not told. */
export interface SocketEnd {
  readonly ip: string;
  readonly port: number;
}

/** One DNS message. Names without the trailing dot. */
export interface DnsFact {
  readonly isResponse: boolean;
  readonly names: readonly string[];
  readonly types: readonly string[];
  readonly rcode?: string;
  readonly ips: readonly string[];
  readonly server?: SocketEnd;
}

/** A file that was opened, read, written, cut, removed, named anew or given other permissions. */
export interface FileFact {
  /** `write`: written to, or opened for that. */
  readonly operation: 'open' | 'read' | 'write' | 'truncate' | 'delete' | 'rename' | 'chmod';
  /** After the call. */
  readonly path: string;
}

/** A descriptor copied onto standard input, output or error: `dup2`, `dup3`. */
export interface DescriptorFact {
  /** Absent: not told. */
  readonly from?: number;
  readonly to: number;
  /** Absent where the source tells numbers alone. */
  readonly isSocket?: boolean;
}

/** How a process ended. */
export interface ExitFact {
  /** 0 when the event names none. */
  readonly status: number;
  readonly signal?: string;
  readonly time?: Instant;
}

/** One event of a source, in the model's words. A kind that is not known keeps its own name and still feeds the tree. */
export interface EventRecord {
  readonly kind: string;
  readonly time?: Instant;
  readonly node: string;
  readonly cluster?: string;
  readonly process?: ProcessDescription;
  readonly parent?: ProcessDescription;
  readonly ancestors: readonly ProcessDescription[];
  readonly exit?: ExitFact;
  readonly socket?: SocketFact;
  readonly dns?: DnsFact;
  readonly file?: FileFact;
  readonly descriptor?: DescriptorFact;
  readonly usage?: UsageFact;
  readonly snapshot?: SnapshotFact;
  readonly flow?: FlowFact;
  readonly alert?: AlertFact;
  readonly line?: LineFact;
  /** Kernel function or hook that an event of a policy names, without the architecture's prefix. */
  readonly functionName?: string;
  readonly policy?: string;
  /** Equal events that the agent folded into this one; 1 for one that stands for itself. */
  readonly count: number;
  /** Events that the agent says it lost before this marker. */
  readonly droppedEvents: number;
  /** Things in the event that could not be believed, for a person. */
  readonly warnings: readonly string[];
}

/** What became of one line. */
export type Reading =
  | { readonly kind: 'record'; readonly record: EventRecord }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'malformed'; readonly reason: string };
