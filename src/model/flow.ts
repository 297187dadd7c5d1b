import type { PodDescription, SocketEnd } from './record.js';

/** Who is at an end of flows. What the agent does not know, or was told to leave out, is absent. */
export interface FlowParty {
  readonly cluster?: string;
  readonly pod?: PodDescription;
  /** The Kubernetes service that the address stands for. */
  readonly service?: FlowService;
  /** Security identity: two ends with the same labels have the same number. */
  readonly identity?: number;
  /** What it is when it is no pod: `world`, `host`, `remote-node`, `health`, `kube-apiserver`, … */
  readonly reserved?: string;
  /** Names that the agent saw resolved to the address, without the trailing dot. */
  readonly names: readonly string[];
  /** True for an endpoint of the node that reports the flow. */
  readonly isLocal: boolean;
}

/** One side of a network flow. */
export interface FlowEnd {
  /** Port 0 for protocols without ports. */
  readonly address?: SocketEnd;
  readonly party: FlowParty;
}

/** A service as Kubernetes names it. */
export interface FlowService {
  readonly name: string;
  readonly namespace?: string;
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
  /** `tcp`, `udp`, `icmpv4`, …; empty when it is not told. */
  readonly protocol: string;
  readonly source: FlowEnd;
  readonly destination: FlowEnd;
  /** True for an answer; absent when the agent does not know. */
  readonly isReply?: boolean;
  /** `forwarded`, `dropped`, `error`, `audit`, `redirected`, … */
  readonly verdict?: string;
  readonly dropReason?: string;
  /** TCP flags of the packet: `SYN`, `ACK`, … */
  readonly tcpFlags: readonly string[];
  readonly direction?: 'ingress' | 'egress';
  readonly http?: HttpFact;
  /** The agent's own words: `ICMPv4 EchoRequest`. */
  readonly summary?: string;
}

/** The exec id of the process that stands for everything in the party's pod; `undefined` for one that is no pod. */
export function podExecId({ pod, cluster }: FlowParty): string | undefined {
  return pod?.name === undefined ? undefined : `hubble:${cluster ?? ''}/${pod.namespace ?? ''}/${pod.name}`;
}
