import type { TimeUs } from '../time.js';

/** Reports that name themselves alike, as one group. */
export interface ReportGroup {
  /** What the reports call themselves; the group's own among all. */
  readonly instance: string;
  readonly runId?: string;
  readonly hostnames: readonly string[];
  readonly chalkIds: readonly string[];
  readonly firstUs: TimeUs;
  readonly lastUs: TimeUs;
}

/**
 * The instance that each group of reports is of. Reports with a run's id are of that run; those that tell host name and image alone are of
 * the run on that host which they overlap most; others stand for themselves.
 */
export function uniteInstances(groups: readonly ReportGroup[]): ReadonlyMap<string, string> {
  const runs = groups.filter(({ runId }) => runId !== undefined);
  return new Map(
    groups.map((group) => [group.instance, group.runId === undefined ? (runOf(group, runs) ?? group.instance) : group.instance]),
  );
}

function runOf(group: ReportGroup, runs: readonly ReportGroup[]): string | undefined {
  const candidates = runs.filter((run) => sharesHost(group, run) && mayBeSameImage(group, run));
  const nearest = candidates.toSorted((a, b) => distance(group, a) - distance(group, b) || (a.instance < b.instance ? -1 : 1));
  return nearest[0]?.instance;
}

function sharesHost(group: ReportGroup, run: ReportGroup): boolean {
  return group.hostnames.some((hostname) => run.hostnames.includes(hostname));
}

/** CHALK_ID names the image: reports of one container name the same, if they name one. */
function mayBeSameImage({ chalkIds }: ReportGroup, run: ReportGroup): boolean {
  return chalkIds.length === 0 || run.chalkIds.length === 0 || chalkIds.some((id) => run.chalkIds.includes(id));
}

/** Time between the two; negative by as much as they overlap. */
function distance(a: ReportGroup, b: ReportGroup): number {
  return Math.max(a.firstUs, b.firstUs) - Math.min(a.lastUs, b.lastUs);
}
