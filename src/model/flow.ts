import type { DnsFact, PodDescription, SocketEnd } from './record.js';

/** One side of a network flow. */
export interface FlowEnd {
  readonly address: SocketEnd;
  readonly pod?: PodDescription;
  /** Security identity and its labels (`reserved:world`). */
  readonly identity?: number;
  readonly labels: readonly string[];
  /** Names that the agent knew for the address. */
  readonly names: readonly string[];
}

/** An HTTP request or its answer. */
export interface HttpFact {
  readonly isResponse: boolean;
  readonly method?: string;
  readonly url?: string;
  readonly protocol?: string;
  readonly status?: number;
  readonly latencyNs?: number;
}

/** A flow as the network saw it: no process is named. *Source:* Hubble `flow`. */
export interface FlowFact {
  /** `TCP`, `UDP`, `ICMPv4`, … in lower case. */
  readonly protocol: string;
  readonly source: FlowEnd;
  readonly destination: FlowEnd;
  /** True for an answer; absent when the agent does not know. */
  readonly isReply?: boolean;
  /** `forwarded`, `dropped`, `error`, `audit`, `redirected`, … */
  readonly verdict: string;
  readonly dropReason?: string;
  /** TCP flags of the packet: `SYN`, `ACK`, … */
  readonly tcpFlags: readonly string[];
  readonly direction?: 'ingress' | 'egress';
  readonly dns?: DnsFact;
  readonly http?: HttpFact;
}
