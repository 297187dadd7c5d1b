import type { FlowFact } from '../flow.js';

/** Which side of a flow began the conversation, and how surely that is known. */
export interface FlowClient {
  readonly side: 'source' | 'destination';
  /** `told`: by the agent, or by the handshake. `ports`: the lower port is taken for the service's. */
  readonly from: 'told' | 'ports';
}

/** The side that began: who is not replied by, who sent the first SYN, else who has the higher port. */
export function flowClient({
  isReply,
  tcpFlags,
  sourcePort,
  destinationPort,
}: Pick<FlowFact, 'isReply' | 'tcpFlags'> & { readonly sourcePort: number; readonly destinationPort: number }): FlowClient {
  if (isReply !== undefined) return { side: isReply ? 'destination' : 'source', from: 'told' };
  if (tcpFlags.includes('SYN')) return { side: tcpFlags.includes('ACK') ? 'destination' : 'source', from: 'told' };
  return { side: sourcePort < destinationPort ? 'destination' : 'source', from: 'ports' };
}
