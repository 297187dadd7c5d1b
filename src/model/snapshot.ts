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
  readonly inode?: number;
}

/** Bytes that an interface has moved since it came up. */
export interface InterfaceCounter {
  readonly name: string;
  readonly receivedBytes: number;
  readonly sentBytes: number;
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
}

/** What one running container, or build, reported of itself at one moment. */
export interface SnapshotFact {
  /** `heartbeat`, `exec`, `build`, `extract`, `env`, … */
  readonly operation: string;
  /** What tells this running instance from others. */
  readonly instance: string;
  readonly hostname?: string;
  /** Absent: the report has no such table, which is not an empty one. */
  readonly sockets?: readonly SnapshotSocket[];
  readonly interfaces: readonly InterfaceCounter[];
  /** Addresses that the report itself says are the instance's own. */
  readonly ownAddresses: readonly string[];
  readonly gateways: readonly string[];
  readonly artifacts: readonly Artifact[];
}
