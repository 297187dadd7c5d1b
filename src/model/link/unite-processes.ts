import type { TimeUs } from '../time.js';

/** A process as one kind of source tells it, all on one clock. */
export interface SeenProcess {
  /** When its first image began: of its fork, else of its exec. Absent: it ran already, or is only named. */
  readonly startUs?: TimeUs | undefined;
  /** Of each program that it executed, oldest first. */
  readonly execsUs: readonly TimeUs[];
  /** The first event of its. */
  readonly seenUs?: TimeUs | undefined;
  readonly exitUs?: TimeUs | undefined;
  /** As much of the container's id as is told. */
  readonly container?: string | undefined;
}

/** Two agents tell one exec within this of each other. */
const SAME_EXEC_US = 1_000_000;
/** The end of one life and the begin of the next are told this precisely. */
const SLACK_US = 1_000_000;

/**
 * Which processes that different kinds of sources saw under one pid of one machine are the same. A pid is one process at a time, so lives
 * that overlap are one; an exec seen at the same time decides between several. Each list is in order of time, the lists in order of
 * how much their sources are to be believed. Gives groups of places (list, place in it), each with at most one of the first list it has.
 */
export function uniteProcesses<Seen extends SeenProcess>(lists: readonly (readonly Seen[])[]): readonly (readonly Seen[])[] {
  const [first = [], ...others] = lists;
  const groups: Seen[][] = first.map((process) => [process]);
  for (const list of others) {
    const leaders = groups.map((group) => [...group]);
    list.forEach((process, at) => {
      const lifeEnds = process.exitUs ?? list[at + 1]?.startUs;
      const best = bestOf(leaders, process, lifeEnds);
      if (best === undefined) groups.push([process]);
      else groups[best]?.push(process);
    });
  }
  return groups;
}

/** Place of the group that the process belongs to. */
function bestOf(groups: readonly (readonly SeenProcess[])[], process: SeenProcess, endsUs: TimeUs | undefined): number | undefined {
  let best: { readonly at: number; readonly score: number } | undefined;
  groups.forEach((group, at) => {
    const score = Math.max(...group.map((member) => agreement(member, nextStart(groups, at), process, endsUs)));
    if (score > 0 && (best === undefined || score > best.score)) best = { at, score };
  });
  return best?.at;
}

function nextStart(groups: readonly (readonly SeenProcess[])[], at: number): TimeUs | undefined {
  const own = groups[at]?.find((member) => member.startUs !== undefined)?.startUs ?? Number.NEGATIVE_INFINITY;
  const later = groups.flatMap((group) =>
    group.flatMap((member) => (member.startUs !== undefined && member.startUs > own ? [member.startUs] : [])),
  );
  return later.length === 0 ? undefined : Math.min(...later);
}

/** 0: they are two. Beyond, the surer the higher. */
function agreement(known: SeenProcess, knownNextUs: TimeUs | undefined, other: SeenProcess, otherEndsUs: TimeUs | undefined): number {
  if (known.container !== undefined && other.container !== undefined && !isOneContainer(known.container, other.container)) return 0;
  const shared = other.execsUs.filter((us) => known.execsUs.some((exec) => Math.abs(exec - us) <= SAME_EXEC_US)).length;
  if (shared > 0) return 1 + shared;
  const isOverlap = isWithin(beginOf(other), known, known.exitUs ?? knownNextUs) || isWithin(beginOf(known), other, otherEndsUs);
  if (!isOverlap) return 0;
  // Execs that both must have seen, at other times: a pid was used again sooner than an exit was told.
  return bothSawOtherExecs(known, other) ? 0 : 1;
}

function beginOf(process: SeenProcess): TimeUs | undefined {
  return process.startUs ?? process.seenUs;
}

function isWithin(us: TimeUs | undefined, life: SeenProcess, endUs: TimeUs | undefined): boolean {
  if (us === undefined) return false;
  return us >= (life.startUs ?? Number.NEGATIVE_INFINITY) - SLACK_US && us <= (endUs ?? Number.POSITIVE_INFINITY) + SLACK_US;
}

function bothSawOtherExecs(known: SeenProcess, other: SeenProcess): boolean {
  if (known.exitUs !== undefined && other.exitUs !== undefined && Math.abs(known.exitUs - other.exitUs) <= SLACK_US) return false;
  return known.startUs !== undefined && other.startUs !== undefined && known.execsUs.length > 0 && other.execsUs.length > 0;
}

/** Agents print whole ids, or their first 31, 24, 15 or 12 characters. */
function isOneContainer(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}
