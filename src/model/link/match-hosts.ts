import type { TimeUs } from '../time.js';

/** A start that one name of a machine tells. */
export interface SeenStart {
  readonly pid: number;
  readonly us: TimeUs;
}

/** How two names turned out to be of one machine. */
export interface HostMatch {
  /** What the first one's clock is ahead of the second's, in microseconds. */
  readonly aheadUs: number;
  /** Starts that both tell. */
  readonly agreed: number;
  /** Starts of the shorter list that fall within the time that both watched. */
  readonly compared: number;
}

/** Two agents on one machine tell a start within this of each other: audit has milliseconds, and an exec comes a little after its fork. */
const SAME_START_US = 500_000;
/** Fewer agreeing starts could be chance. */
const LEAST_AGREED = 3;
/** One agent may see much more than another: containers only, or execs only. */
const LEAST_SHARE = 0.3;

/**
 * Whether two names are of one machine: the same pids started at the same times, give or take what their clocks are apart. `undefined`
 * when too little agrees to say so.
 */
export function matchHosts(first: readonly SeenStart[], second: readonly SeenStart[]): HostMatch | undefined {
  const differences = startDifferences(first, second);
  const densest = densestWindow(differences);
  if (densest === undefined) return undefined;
  const aheadUs = densest.middle;
  const shifted = first.map(({ pid, us }) => ({ pid, us: us - aheadUs }));
  const agreed = countAgreed(shifted, second);
  const compared = Math.min(countWithin(shifted, second), countWithin(second, shifted));
  return agreed >= LEAST_AGREED && agreed >= compared * LEAST_SHARE ? { aheadUs, agreed, compared } : undefined;
}

function byPid(starts: readonly SeenStart[]): ReadonlyMap<number, readonly TimeUs[]> {
  const times = new Map<number, TimeUs[]>();
  for (const { pid, us } of starts) {
    const known = times.get(pid);
    if (known === undefined) times.set(pid, [us]);
    else known.push(us);
  }
  return times;
}

function startDifferences(first: readonly SeenStart[], second: readonly SeenStart[]): readonly number[] {
  const times = byPid(second);
  return first.flatMap(({ pid, us }) => (times.get(pid) ?? []).map((other) => us - other)).sort((a, b) => a - b);
}

/** The middle of the window that holds most differences; of equally full ones the nearest to no difference. */
function densestWindow(sorted: readonly number[]): { readonly middle: number } | undefined {
  let best: { readonly count: number; readonly middle: number } | undefined;
  let from = 0;
  for (let to = 0; to < sorted.length; to++) {
    while ((sorted[to] ?? 0) - (sorted[from] ?? 0) > SAME_START_US) from += 1;
    const count = to - from + 1;
    const middle = sorted[(from + to) >> 1] ?? 0;
    if (best === undefined || count > best.count || (count === best.count && Math.abs(middle) < Math.abs(best.middle)))
      best = { count, middle };
  }
  return best;
}

function countAgreed(first: readonly SeenStart[], second: readonly SeenStart[]): number {
  const times = byPid(second);
  return first.filter(({ pid, us }) => times.get(pid)?.some((other) => Math.abs(us - other) <= SAME_START_US) === true).length;
}

function countWithin(starts: readonly SeenStart[], watched: readonly SeenStart[]): number {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { us } of watched) {
    from = Math.min(from, us);
    to = Math.max(to, us);
  }
  return starts.filter(({ us }) => us >= from - SAME_START_US && us <= to + SAME_START_US).length;
}
