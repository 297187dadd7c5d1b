import type { SocketEnd } from './record.js';

/** A row of a socket table at one moment. */
export interface SnapshotSocket {
  readonly protocol: 'tcp' | 'udp';
  readonly local: SocketEnd;
  /** Absent for a socket without a peer. */
  readonly remote?: SocketEnd;
  /** `LISTEN`, `ESTABLISHED`, … as the kernel names it; `UNCONN` for UDP. */
  readonly state: string;
  readonly uid?: number;
  /** Absent for a socket that no process holds any more (TIME_WAIT). */
  readonly inode?: number;
}

/** Bytes that an interface has moved since it came up. */
export interface InterfaceCounter {
  readonly name: string;
  readonly receivedBytes: number;
  readonly sentBytes: number;
}

/** A neighbour on the local network, from the ARP table. */
export interface Neighbour {
  readonly ip: string;
  /** Absent while nobody answered for the address. */
  readonly mac?: string;
}

/** A port that an image or a pod says it serves. */
export interface DeclaredPort {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
}

/** The build that a running image came from. *Source:* chalk marks (`_CHALKS`). */
export interface Artifact {
  readonly chalkId?: string;
  readonly metadataId?: string;
  readonly type?: string;
  /** Digests and ids that name the image, without `sha256:`. */
  readonly digests: readonly string[];
  /** Names that the image was tagged with. */
  readonly tags: readonly string[];
  readonly repository?: string;
  readonly commit?: string;
  readonly branch?: string;
  readonly author?: string;
  readonly message?: string;
  readonly declaredPorts: readonly DeclaredPort[];
}

/** What one running container, or build, reported of itself at one moment. */
export interface SnapshotFact {
  /** `heartbeat`, `exec`, `build`, `extract`, `env`, … */
  readonly operation: string;
  /** What tells the reporter from others as far as this report alone says. */
  readonly instance: string;
  /** Equal in all reports of one run of the instance. */
  readonly runId?: string;
  readonly hostname?: string;
  /** Counts the heartbeats of a run from 1, where the reporter does. */
  readonly heartbeat?: number;
  /** Absent: the report has no such table, which is not an empty one. */
  readonly sockets?: readonly SnapshotSocket[];
  readonly interfaces: readonly InterfaceCounter[];
  readonly neighbours: readonly Neighbour[];
  /** Addresses that the report itself says are the instance's own. */
  readonly ownAddresses: readonly string[];
  readonly gateways: readonly string[];
  readonly artifacts: readonly Artifact[];
  /** Ports that the pod's description declares. */
  readonly declaredPorts: readonly DeclaredPort[];
  /** Inodes of the sockets that the first process holds. */
  readonly heldInodes: readonly number[];
}
