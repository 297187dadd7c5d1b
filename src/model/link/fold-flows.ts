import type { HttpFact } from '../flow.js';
import type { TimeUs } from '../time.js';
import { flowClient } from './flow-client.js';

/** A flow between two ends, as linking sees it. Which of them is called first does not matter. */
export interface FlowPacket {
  /** Row of the event. */
  readonly event: number;
  readonly us?: TimeUs;
  readonly ns: number;
  /** True when the first end sent it. */
  readonly isFromFirst: boolean;
  readonly isReply?: boolean;
  readonly tcpFlags: readonly string[];
  readonly verdict?: string;
  readonly dropReason?: string;
  readonly http?: HttpFact;
}

/** A conversation of two ends from its first packet to its last. */
export interface FoldedFlow {
  /** True when the first end began it. */
  readonly isFirstClient: boolean;
  /** True when nothing but the ports tells who began. */
  readonly directionIsInferred: boolean;
  /** True when its handshake was seen. */
  readonly isOpenSeen: boolean;
  readonly firstUs?: TimeUs;
  readonly firstNs: number;
  /** Of the last packet. */
  readonly lastUs?: TimeUs;
  readonly lastNs: number;
  /** True when an end closed or broke it. */
  readonly isClosed: boolean;
  /** `dropped`, `error`, … when the network let nothing of an answer through; `forwarded` otherwise. */
  readonly verdict?: string;
  readonly dropReason?: string;
  /** How often it was tried; 1 unless it was dropped. */
  readonly attempts: number;
  /** Its packets in order of time. */
  readonly packets: readonly FlowPacket[];
}

/** Nodes whose clocks differ by less than this report one packet: a handshake seen again this soon is the same. */
const SAME_PACKET_US = 1_000_000;
/** What comes this long after a close is no straggler; what comes this long after a datagram is another conversation. */
const IDLE_US = 60_000_000;
/** The kernel tries again after a second at the earliest; several observation points see one try within much less. */
const RETRY_US = 500_000;

/** Verdicts of packets that went no further. */
const STOPPED: ReadonlySet<string> = new Set(['dropped', 'error']);

/**
 * The conversations behind the flows of two ends. What it gives does not depend on the order of the flows: they are put in order of time,
 * and those of one instant in the order of a handshake.
 */
export function foldFlows(
  flows: readonly FlowPacket[],
  { protocol, firstPort, secondPort }: { readonly protocol: string; readonly firstPort: number; readonly secondPort: number },
): readonly FoldedFlow[] {
  const conversations: Conversation[] = [];
  for (const packet of [...flows].sort(byTime)) {
    const current = conversations.at(-1);
    if (current === undefined || current.isOverBefore(packet, protocol)) conversations.push(new Conversation(packet));
    else current.add(packet);
  }
  return conversations.map(({ packets }) => folded(packets, firstPort, secondPort));
}

/** Packets of one conversation so far. A connection that stays open may have a hundred thousand: none is looked at twice. */
class Conversation {
  readonly packets: FlowPacket[] = [];
  #last: FlowPacket;
  /** The last call, else the first packet. */
  #lastSyn: FlowPacket;
  #hasEnded = false;
  #isAnswered = false;

  constructor(first: FlowPacket) {
    this.#last = first;
    this.#lastSyn = first;
    this.add(first);
  }

  add(packet: FlowPacket): void {
    this.packets.push(packet);
    this.#last = packet;
    if (isSyn(packet)) this.#lastSyn = packet;
    else this.#isAnswered = true;
    if (isEnd(packet.tcpFlags)) this.#hasEnded = true;
  }

  /** True when the next packet begins another conversation. */
  isOverBefore(packet: FlowPacket, protocol: string): boolean {
    const silence = (packet.us ?? 0) - (this.#last.us ?? 0);
    if (protocol !== 'tcp') return silence > IDLE_US;
    if (!isSyn(packet)) return this.#hasEnded && silence > IDLE_US;
    return (this.#hasEnded || this.#isAnswered) && (packet.us ?? 0) - (this.#lastSyn.us ?? 0) > SAME_PACKET_US;
  }
}

function byTime(a: FlowPacket, b: FlowPacket): number {
  const later = (a.us ?? 0) - (b.us ?? 0) || a.ns - b.ns || phase(a) - phase(b);
  return later || (contentOf(a) < contentOf(b) ? -1 : Number(contentOf(a) !== contentOf(b))) || a.event - b.event;
}

/** Where in the life of a connection a packet stands. */
function phase({ tcpFlags, http }: FlowPacket): number {
  if (tcpFlags.includes('SYN')) return tcpFlags.includes('ACK') ? 1 : 0;
  if (isEnd(tcpFlags)) return 5;
  return http === undefined ? 2 : http.isResponse ? 4 : 3;
}

function contentOf({ isFromFirst, isReply, tcpFlags, verdict, dropReason, http }: FlowPacket): string {
  const { method, url, status } = http ?? {};
  return JSON.stringify([isFromFirst, isReply, tcpFlags, verdict, dropReason, method, url, status]);
}

function isEnd(tcpFlags: readonly string[]): boolean {
  return tcpFlags.includes('FIN') || tcpFlags.includes('RST');
}

function isSyn({ tcpFlags }: FlowPacket): boolean {
  return tcpFlags.includes('SYN') && !tcpFlags.includes('ACK');
}

function folded(packets: readonly FlowPacket[], firstPort: number, secondPort: number): FoldedFlow {
  const [first] = packets;
  const last = packets.at(-1);
  const { isFirstClient, directionIsInferred } = clientOf(packets, firstPort, secondPort);
  const isStopped = !packets.some((packet) => packet.isFromFirst !== isFirstClient) && packets.some(isStoppedPacket);
  const stopped = packets.filter(isStoppedPacket);
  const told = isStopped ? stopped[0]?.verdict : packets.find(({ verdict }) => verdict !== undefined && !STOPPED.has(verdict))?.verdict;
  const dropReason = stopped.find((packet) => packet.dropReason !== undefined)?.dropReason;
  return {
    isFirstClient,
    directionIsInferred,
    isOpenSeen: packets.some(isSyn),
    ...(first?.us === undefined ? {} : { firstUs: first.us }),
    firstNs: first?.ns ?? 0,
    ...(last?.us === undefined ? {} : { lastUs: last.us }),
    lastNs: last?.ns ?? 0,
    isClosed: packets.some(({ tcpFlags }) => isEnd(tcpFlags)),
    // Which of the words for "let through" it was says nothing of the connection.
    ...(told === undefined ? {} : { verdict: isStopped ? told : 'forwarded' }),
    ...(dropReason === undefined ? {} : { dropReason }),
    attempts: isStopped ? triesOf(stopped) : 1,
    packets,
  };
}

function isStoppedPacket({ verdict }: FlowPacket): boolean {
  return verdict !== undefined && STOPPED.has(verdict);
}

/** Packets that say who began are believed before the ports are; contradictions are decided by the majority. */
function clientOf(packets: readonly FlowPacket[], firstPort: number, secondPort: number) {
  let votes = 0;
  let guess = 0;
  for (const packet of packets) {
    const [sourcePort, destinationPort] = packet.isFromFirst ? [firstPort, secondPort] : [secondPort, firstPort];
    const client = flowClient({ ...packet, sourcePort, destinationPort });
    const vote = (client.side === 'source') === packet.isFromFirst ? 1 : -1;
    if (client.from === 'told') votes += vote;
    else guess += vote;
  }
  return { isFirstClient: votes === 0 ? guess >= 0 : votes > 0, directionIsInferred: votes === 0 };
}

function triesOf(stopped: readonly FlowPacket[]): number {
  let tries = 0;
  let lastUs = Number.NEGATIVE_INFINITY;
  for (const { us = 0 } of stopped) {
    if (us - lastUs >= RETRY_US) tries += 1;
    lastUs = us;
  }
  return Math.max(1, tries);
}
