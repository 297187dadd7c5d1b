import type { Direction, Endpoint } from './connection.js';
import type { EvidenceRef } from './source.js';
import type { TimeUs } from './time.js';

/** A socket that came or went between two heartbeats. */
export interface SocketChange {
  readonly change: 'appeared' | 'gone';
  readonly direction: Direction;
  readonly protocol: string;
  readonly local: Endpoint;
  readonly remote?: Endpoint;
  /** Row of the connection. */
  readonly connectionId: number;
}

/** What one report of a running instance says, and how it differs from the one before. */
export interface Heartbeat {
  /** Row of the report. */
  readonly id: number;
  /** What tells the instance from others. */
  readonly instance: string;
  readonly containerId: number;
  /** `heartbeat`, `exec` or `postexec`. */
  readonly operation: string;
  readonly atUs: TimeUs;
  /** Absent where the report has no tables of sockets. */
  readonly sockets?: { readonly listening: number; readonly connected: number };
  /** None in the first report of an instance. */
  readonly changes: readonly SocketChange[];
  /** Bytes that its interfaces moved since the report before, loopback left out; absent where either does not count, or the counters began anew. */
  readonly bytesReceived?: number;
  readonly bytesSent?: number;
  /** Addresses of the local network that were not in the table of the report before. */
  readonly newNeighbours: readonly string[];
  /** Heartbeats that should have come before this one and are not in the case. */
  readonly missing: number;
  readonly evidence: EvidenceRef;
}
