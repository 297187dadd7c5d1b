import type { ProcessRef } from './process.js';
import type { TimeUs } from './time.js';

/** A port that a container, or a node outside any, listens on, and whether anybody was seen to use it. */
export interface Listener {
  /** Row of the container; absent on the host. */
  readonly containerId?: number;
  readonly node: string;
  readonly protocol: string;
  /** Absent: every address. */
  readonly ip?: string;
  readonly port: number;
  /** The process that listens; of several the first. */
  readonly process: ProcessRef;
  readonly sinceUs?: TimeUs;
  /** Inbound connections to the port, as far as the sources tell: 0 says that none was seen. */
  readonly useCount: number;
}
