import type { TimeUs } from './time.js';

/** What a node of the map stands for: the finest or the coarsest thing that is known of it. */
export type ServiceGrouping = 'workload' | 'pod' | 'container';

export const SERVICE_GROUPINGS: readonly ServiceGrouping[] = ['workload', 'pod', 'container'];

/**
 * A party to conversations. `host`: processes outside any container. `name`, `address`: nobody whom the case knows; `gateway`: an address that
 * containers reach others over, behind which callers from outside the network hide.
 */
export interface ServiceNode {
  /** `container:41d1045c74ec`, `workload:shop/api`, `name:api.example.com`, …: the same in every revision of the case. */
  readonly id: string;
  readonly kind: 'workload' | 'pod' | 'container' | 'host' | 'name' | 'address' | 'gateway';
  /** For a person. Anything: it comes from the capture. */
  readonly label: string;
  readonly node?: string;
  readonly namespace?: string;
  readonly pod?: string;
  readonly workload?: string;
  /** Rows of its containers. */
  readonly containers: readonly number[];
  readonly addresses: readonly string[];
  /** Where it lies, for one that the case does not know. */
  readonly scope?: 'private' | 'external';
  readonly image?: string;
  readonly commit?: string;
}

/** Who was seen to speak: one end's source, or both ends'. */
export type SeenBy = 'caller' | 'server' | 'both';

/** Conversations of one party with a port of another. */
export interface ServiceEdge {
  readonly from: string;
  readonly to: string;
  readonly protocol: string;
  /** Of the one that is called. 0: not told. */
  readonly port: number;
  /** Conversations, those that both ends tell counted once. */
  readonly connections: number;
  /** Calls, equal ones that an agent folded counted each. */
  readonly attempts: number;
  readonly firstUs?: TimeUs;
  readonly lastUs?: TimeUs;
  readonly bytesSent?: number;
  readonly bytesReceived?: number;
  readonly seenBy: SeenBy;
  /** Whether the called container's image or pod declares the port; absent where neither declares any. */
  readonly isDeclared?: boolean;
  /** True when every one of its conversations began after the first heartbeat; absent where other sources tell of it. */
  readonly isNew?: boolean;
  /** Rows of heartbeats that show it, at each end. */
  readonly heartbeats: { readonly caller: number; readonly server: number };
}

/** Who talks to whom. Nodes by id, edges by their ends and port. */
export interface ServiceMap {
  readonly nodes: readonly ServiceNode[];
  readonly edges: readonly ServiceEdge[];
  /** Connections that are in no edge: within one party by loopback, and accepted from nobody knows whom. */
  readonly leftOut: { readonly loopback: number; readonly unknownCaller: number };
}
