import type { ProcessRef } from './process.js';
import type { EvidenceRef, FormatName } from './source.js';
import type { TimeUs } from './time.js';

/** One end of a socket. A port of 0 stands for a port the source did not tell and is left out of outputs. */
export interface Endpoint {
  readonly ip: string;
  readonly port: number;
}

export type Direction = 'outbound' | 'inbound' | 'listen';

/** Where an address lies as seen from the cluster. TEST-NET ranges count as external. */
export type Scope = 'loopback' | 'cluster' | 'private' | 'external';

/**
 * Where a name came from. `event`: the connect event carried it. `dns`: the same container's own answer before the connection.
 * `flow`: a network flow record. `derived`: worked out, `note` says how.
 */
export type NameOrigin = 'event' | 'dns' | 'flow' | 'derived';

/** A DNS name of a remote address. */
export interface RemoteName {
  /** Without the trailing dot. */
  readonly name: string;
  readonly from: NameOrigin;
  readonly atUs?: TimeUs;
  /** How a derived name was worked out, for a person. */
  readonly note?: string;
  readonly evidence?: EvidenceRef;
}

/** HTTP requests that were asked and answered alike. Without a method and a URL: further ones, which are only counted. */
export interface HttpExchange {
  readonly method?: string;
  readonly url?: string;
  /** Absent where no answer was seen. */
  readonly status?: number;
  readonly count: number;
}

/** A connection that only heartbeats tell of: it was seen at moments, so it was opened by `openedAtUs` and over by `closedAtUs`. */
export interface ConnectionSample {
  /** The last heartbeat without it: it was opened after that. Absent: the first heartbeat had it. */
  readonly absentAtUs?: TimeUs;
}

/** A socket of a process from open to close, or several equal ones that the agent folded (`attempts`). */
export interface Connection {
  readonly id: number;
  /** The process that owns it. */
  readonly process: ProcessRef;
  readonly node: string;
  readonly namespace?: string;
  readonly pod?: string;
  readonly workload?: string;
  /** Row and name of the owner's container; the beginning of its id where no source names it. */
  readonly containerId?: number;
  readonly containerName?: string;
  readonly protocol: string;
  readonly direction: Direction;
  /** True when the direction was worked out (only a close or statistics were seen). */
  readonly directionIsInferred: boolean;
  readonly local?: Endpoint;
  readonly remote?: Endpoint;
  readonly remoteNames: readonly RemoteName[];
  readonly remoteNamespace?: string;
  readonly remotePod?: string;
  readonly remoteWorkload?: string;
  /** True when the remote pod was worked out from addresses, not read. */
  readonly remotePodIsInferred: boolean;
  /** What the network takes the other end for when it is no pod: `world`, `host`, `remote-node`, … */
  readonly remoteIdentity?: string;
  readonly scope?: Scope;
  readonly openedAtUs?: TimeUs;
  readonly openedAtNs?: number;
  readonly closedAtUs?: TimeUs;
  readonly closedAtNs?: number;
  readonly bytesSent?: number;
  readonly bytesReceived?: number;
  readonly attempts: number;
  /** What the network made of it, where it was watched: `forwarded`, or `dropped` or `error` when it never got an answer. */
  readonly verdict?: string;
  readonly dropReason?: string;
  /** HTTP requests that the network saw, in the order first asked. */
  readonly requests?: readonly HttpExchange[];
  /** There when nothing but heartbeats tells of it. */
  readonly sample?: ConnectionSample;
  /** Kernel socket id as text: 64 bits, reused after close. */
  readonly cookie?: string;
  /** The process at the other end, when it is in the case. */
  readonly peer?: ConnectionPeer | undefined;
  readonly sources: readonly FormatName[];
  readonly evidence: readonly EvidenceRef[];
}

/** The process that answered (or called), with its own row of the same socket pair. */
export interface ConnectionPeer {
  readonly process: ProcessRef;
  readonly connectionId: number;
  readonly namespace?: string;
  readonly pod?: string;
  readonly containerName?: string;
}

/** One DNS message as a process saw it. */
export interface DnsMessage {
  readonly id: number;
  readonly process: ProcessRef;
  readonly node: string;
  readonly namespace?: string;
  readonly pod?: string;
  readonly containerName?: string;
  readonly kind: 'request' | 'response';
  /** Without the trailing dot. */
  readonly names: readonly string[];
  /** `A`, `AAAA`, … ; a number as text where it has no name here. */
  readonly types: readonly string[];
  readonly rcode?: string;
  readonly ips: readonly string[];
  readonly atUs?: TimeUs;
  readonly atNs?: number;
  readonly server?: Endpoint;
  readonly evidence: EvidenceRef;
}
