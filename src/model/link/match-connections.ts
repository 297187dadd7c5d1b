import type { Direction } from '../connection.js';
import type { SocketEnd } from '../record.js';
import type { TimeUs } from '../time.js';

/** A connection of one process as one kind of source tells it, on the machine's clock. */
export interface SeenConnection {
  readonly id: number;
  readonly origin: string;
  readonly protocol: string;
  readonly direction: Direction;
  readonly local?: SocketEnd;
  readonly remote?: SocketEnd;
  readonly us?: TimeUs;
}

/** Two connections that are one: the second only adds to the first. */
export interface SameConnection {
  readonly kept: number;
  readonly other: number;
}

/** Two sources tell one socket's opening within this. */
const SAME_OPENING_US = 2_000_000;
/** Where one of them does not tell the other end, only a nearer one is believed. */
const BLIND_OPENING_US = 1_000_000;

/**
 * Which connections of one process are the same, told by different kinds of sources. The lists' order says whose word counts: the first
 * is kept. Each connection is matched with one of each other source at most, the nearest in time.
 */
export function matchConnections(lists: readonly (readonly SeenConnection[])[]): readonly SameConnection[] {
  const [first = [], ...others] = lists;
  const kept = [...first];
  const same: SameConnection[] = [];
  for (const list of others) {
    const taken = new Set<number>();
    const open = [...kept];
    for (const { one, other } of pairsByNearness(open, list)) {
      if (taken.has(one.id) || taken.has(other.id)) continue;
      taken.add(one.id).add(other.id);
      same.push({ kept: one.id, other: other.id });
    }
    kept.push(...list.filter(({ id }) => !taken.has(id)));
  }
  return same;
}

interface Pair {
  readonly one: SeenConnection;
  readonly other: SeenConnection;
  readonly score: number;
}

function pairsByNearness(kept: readonly SeenConnection[], list: readonly SeenConnection[]): readonly Pair[] {
  const byKey = new Map<string, SeenConnection[]>();
  for (const one of kept) for (const key of keysOf(one)) byKey.set(key, [...(byKey.get(key) ?? []), one]);
  const pairs = list.flatMap((other) => {
    const candidates = new Set(keysOf(other).flatMap((key) => byKey.get(key) ?? []));
    return [...candidates].flatMap((one) => {
      const score = distance(one, other);
      return score === undefined ? [] : [{ one, other, score }];
    });
  });
  return pairs.sort((a, b) => a.score - b.score || a.one.id - b.one.id || a.other.id - b.other.id);
}

/** By the end that both may tell: a listener's own, else the other's, else the own port of one that names no other. */
function keysOf({ protocol, direction, local, remote }: SeenConnection): readonly string[] {
  const own = `${protocol} ${direction} own ${local?.port ?? 0}`;
  if (direction !== 'outbound') return [own];
  return remote === undefined ? [] : [`${protocol} ${direction} ${remote.ip} ${remote.port}`];
}

/** How far apart they are, certain pairs before blind ones; `undefined` for two that can't be one. */
function distance(one: SeenConnection, other: SeenConnection): number | undefined {
  if (one.protocol !== other.protocol || one.direction !== other.direction) return undefined;
  if (!agree(one.remote, other.remote) || !agreePorts(one.local, other.local)) return undefined;
  if (one.direction === 'listen') return 0;
  const isFull = isTold(one.remote) && isTold(other.remote) && (one.local?.port ?? 0) > 0 && (other.local?.port ?? 0) > 0;
  const gap = one.us === undefined || other.us === undefined ? SAME_OPENING_US : Math.abs(one.us - other.us);
  if (isFull) return gap;
  const isBlind = !isTold(one.remote) || !isTold(other.remote);
  return gap <= (isBlind ? BLIND_OPENING_US : SAME_OPENING_US) ? Number.MAX_SAFE_INTEGER / 2 + gap : undefined;
}

function isTold(end: SocketEnd | undefined): boolean {
  return end !== undefined && end.port > 0;
}

function agree(one: SocketEnd | undefined, other: SocketEnd | undefined): boolean {
  return one === undefined || other === undefined || (one.ip === other.ip && agreePorts(one, other));
}

function agreePorts(one: SocketEnd | undefined, other: SocketEnd | undefined): boolean {
  return one === undefined || other === undefined || one.port === 0 || other.port === 0 || one.port === other.port;
}
