import type { TimeUs } from '../time.js';

/** When a process's socket was open, as far as it was seen. */
export interface SeenSocket {
  readonly openedUs?: TimeUs;
  readonly closedUs?: TimeUs;
  /** False when `openedUs` is only the first that was seen of it. */
  readonly isOpenSeen: boolean;
}

/** When a conversation was seen on the network. */
export interface SeenTraffic {
  readonly firstUs?: TimeUs;
  readonly lastUs?: TimeUs;
  /** False when its first packet was not seen. */
  readonly isOpenSeen: boolean;
}

/** The clocks of the node that saw the packets and of the one that saw the socket differ by less. */
const CLOCKS_US = 5_000_000;

/**
 * True when a socket and a conversation with the same ends can be one: both openings were seen and are near, or the conversation lies
 * within the socket's life. Ports are used again, so the ends alone do not tell.
 */
export function isSameConversation({ firstUs, lastUs, isOpenSeen }: SeenTraffic, socket: SeenSocket): boolean {
  if (firstUs === undefined || lastUs === undefined) return false;
  const { openedUs, closedUs } = socket;
  if (isOpenSeen && socket.isOpenSeen && openedUs !== undefined) return Math.abs(firstUs - openedUs) <= CLOCKS_US;
  if (openedUs === undefined && closedUs === undefined) return false;
  const isBefore = socket.isOpenSeen && openedUs !== undefined && lastUs < openedUs - CLOCKS_US;
  return !isBefore && (closedUs === undefined || firstUs <= closedUs + CLOCKS_US);
}
