import type { TimeUs } from '../time.js';

/** An accept that told only the listening end. */
export interface BlindAccept {
  readonly id: number;
  readonly port: number;
  readonly openedUs: TimeUs;
}

/** A server socket known by its close alone. The local port is 0 when it was already torn down. */
export interface LoneClose {
  readonly id: number;
  readonly port: number;
  readonly closedUs: TimeUs;
  /** When that client connected, and to which port, if its own side is in the case. */
  readonly clientConnect?: { readonly atUs: TimeUs; readonly port: number };
}

/** Which close belongs to which accept. `isCertain` when no other accept could have been meant. */
export interface JoinedAccept {
  readonly accept: number;
  readonly close: number;
  readonly isCertain: boolean;
}

/** A server accepts what its backlog holds within this of the client's connect; nodes' clocks differ by less. */
const ACCEPT_WINDOW_US = 5_000_000;

/**
 * Pairs of an accept and a close of one server: Enterprise exports print the listener in the accept and the client only in the close.
 * The client's own connect decides where it is known; otherwise the longest waiting accept is taken.
 */
export function joinAccepts(accepts: readonly BlindAccept[], closes: readonly LoneClose[]): readonly JoinedAccept[] {
  const waiting = [...accepts].sort((a, b) => a.openedUs - b.openedUs || a.id - b.id);
  const joined: JoinedAccept[] = [];
  for (const close of [...closes].sort((a, b) => a.closedUs - b.closedUs || a.id - b.id)) {
    const chosen = close.clientConnect === undefined ? longestWaiting(waiting, close) : nearestInTime(waiting, close, close.clientConnect);
    const accept = chosen === undefined ? undefined : waiting[chosen.at];
    if (accept === undefined || chosen === undefined) continue;
    waiting.splice(chosen.at, 1);
    joined.push({ accept: accept.id, close: close.id, isCertain: chosen.isCertain });
  }
  return joined;
}

interface Choice {
  readonly at: number;
  readonly isCertain: boolean;
}

function longestWaiting(waiting: readonly BlindAccept[], close: LoneClose): Choice | undefined {
  let first: number | undefined;
  for (let at = 0; at < waiting.length; at++) {
    const accept = waiting[at];
    if (accept === undefined || accept.openedUs > close.closedUs) break;
    if (close.port !== 0 && accept.port !== close.port) continue;
    if (first !== undefined) return { at: first, isCertain: false };
    first = at;
  }
  return first === undefined ? undefined : { at: first, isCertain: true };
}

function nearestInTime(
  waiting: readonly BlindAccept[],
  close: LoneClose,
  client: { readonly atUs: TimeUs; readonly port: number },
): Choice | undefined {
  const port = close.port > 0 ? close.port : client.port;
  let best: number | undefined;
  let bestGap = ACCEPT_WINDOW_US;
  let count = 0;
  for (let at = firstAfter(waiting, client.atUs - ACCEPT_WINDOW_US); at < waiting.length; at++) {
    const accept = waiting[at];
    if (accept === undefined || accept.openedUs > close.closedUs || accept.openedUs > client.atUs + ACCEPT_WINDOW_US) break;
    if (port !== 0 && accept.port !== port) continue;
    count += 1;
    const gap = Math.abs(accept.openedUs - client.atUs);
    if (gap < bestGap) [best, bestGap] = [at, gap];
  }
  return best === undefined ? undefined : { at: best, isCertain: count === 1 };
}

function firstAfter(waiting: readonly BlindAccept[], us: TimeUs): number {
  let low = 0;
  let high = waiting.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((waiting[middle]?.openedUs ?? 0) < us) low = middle + 1;
    else high = middle;
  }
  return low;
}
