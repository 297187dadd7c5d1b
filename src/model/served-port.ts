import type { ProcessRef } from './process.js';
import type { ServiceNode } from './service-map.js';
import type { TimeUs } from './time.js';

/** Somebody who used a port. */
export interface PortUser {
  /** Id of the node of the service map, and its label. */
  readonly id: string;
  readonly kind: ServiceNode['kind'];
  readonly label: string;
  readonly connections: number;
}

/** A port of a container, or of a node outside any: listened on, used or declared, and which of these it is not. */
export interface ServedPort {
  /** Row of the container; absent on the host. */
  readonly containerId?: number;
  readonly node: string;
  readonly protocol: string;
  readonly port: number;
  /** Addresses that it is listened on at; none where every address, or no listener is known. */
  readonly ips: readonly string[];
  /** False where no listener was seen: that does not say that there is none, since chalk sees no listeners on IPv6. */
  readonly isListening: boolean;
  /** The process that listens, where a source names one; of several the first. */
  readonly process?: ProcessRef;
  /** When a listener was seen first. */
  readonly firstUs?: TimeUs;
  /** When it was seen last, where heartbeats tell. */
  readonly lastUs?: TimeUs;
  /** When it was closed or first missed; absent while it is there. */
  readonly goneUs?: TimeUs;
  /** True when it appeared after the container's first heartbeat; absent where no heartbeats tell. */
  readonly isNew?: boolean;
  /** By the number of connections, most first. */
  readonly users: readonly PortUser[];
  readonly useCount: number;
  /** Whether the image or the pod declares it; absent where neither declares any port. */
  readonly isDeclared?: boolean;
}
