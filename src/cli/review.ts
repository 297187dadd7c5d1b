import { existsSync } from 'node:fs';
import type { Baseline } from '../detections/review/baseline.js';
import { markKnown } from '../detections/review/known-findings.js';
import { workloadId, workloadOf } from '../detections/review/observe.js';
import { suppress } from '../detections/review/suppress.js';
import type { SuppressionEntry } from '../detections/review/suppression.js';
import type { CaseView } from '../model/case-view.js';
import type { Finding } from '../model/finding.js';
import { findingsOfCase } from './findings.js';
import type { ReviewOptions } from './options/review-options.js';
import { fileError, readText } from './read-text.js';
import type { Session } from './session.js';
import { counted } from './text/wording.js';
import type { World } from './world.js';

/** What was decided of findings before this run. */
export interface Decisions {
  readonly suppressions: readonly SuppressionEntry[];
  readonly baselines: readonly Baseline[];
  /** The day on which they are asked. */
  readonly today: string;
}

/** Findings with their status, and what there is to say of the decisions themselves. */
export interface Review {
  readonly findings: readonly Finding[];
  readonly remarks: readonly string[];
}

/** Where suppressions are looked for when no file is named. */
export const SUPPRESSIONS_FILE = '.workbench/suppress.yml';

/** Reads the decisions that the options name. Throws `UserError` with the place for a file that is not as it should be. */
export async function readDecisions(options: ReviewOptions, world: Pick<World, 'today'>): Promise<Decisions> {
  const path = options.suppress ?? (existsSync(SUPPRESSIONS_FILE) ? SUPPRESSIONS_FILE : undefined);
  return {
    suppressions: path === undefined ? [] : await suppressionsIn(path),
    baselines: await Promise.all((options.baseline ?? []).map(baselineIn)),
    today: options.today ?? world.today,
  };
}

async function baselineIn(path: string): Promise<Baseline> {
  const { readBaseline } = await import('../detections/review/read-baseline.js');
  const read = readBaseline(path, readText(path));
  if (read.kind === 'refused') throw fileError(read.problems);
  return read.baseline;
}

async function suppressionsIn(path: string): Promise<readonly SuppressionEntry[]> {
  const { readSuppressions } = await import('../detections/review/read-suppressions.js');
  const { entries, problems } = readSuppressions(path, readText(path));
  const [first, ...rest] = problems;
  if (first !== undefined) throw fileError([first, ...rest]);
  return entries;
}

/** Gives every finding of a run its status. */
export function review({ view }: Pick<Session, 'view'>, findings: readonly Finding[], decisions: Decisions): Review {
  const { suppressions, baselines, today } = decisions;
  const suppressed = suppress(findingsOfCase(view, findings), suppressions, today);
  const known = baselines.flatMap((baseline) => (baseline.kind === 'findings' ? baseline.findings : []));
  return {
    findings: markKnown(
      suppressed.findings.map(({ finding }) => finding),
      known,
    ),
    remarks: [
      ...suppressed.expired.map(({ entry, matches }) => {
        const effect = matches === 0 ? 'it would match nothing' : `${counted(matches, 'finding')} that it matches count again`;
        return `${remark(entry, `expired on ${entry.expires}`)}; ${effect}`;
      }),
      ...suppressed.unused.map((entry) => remark(entry, 'matches nothing in this run')),
      ...baselines.filter((baseline) => !isInUse(baseline, findings, view)).map(uselessBaseline),
    ],
  };
}

function isInUse(baseline: Baseline, findings: readonly Finding[], view: Pick<CaseView, 'containers'>): boolean {
  if (baseline.kind === 'findings') {
    const ids = new Set(findings.map((finding) => finding.id));
    return baseline.findings.some(({ id }) => ids.has(id));
  }
  const present = new Set(view.containers().map((container) => workloadId(workloadOf(container))));
  return baseline.workloads.some((workload) => present.has(workloadId(workload)));
}

function uselessBaseline(baseline: Baseline): string {
  const [count, noun] =
    baseline.kind === 'findings' ? ([baseline.findings.length, 'finding'] as const) : ([baseline.workloads.length, 'workload'] as const);
  if (count === 0) return `${baseline.file}: the baseline holds no ${noun}s`;
  return `${baseline.file}: the baseline matches nothing in this run: none of its ${counted(count, noun)} is there`;
}

function remark({ place, reason }: SuppressionEntry, text: string): string {
  return `${place.file}:${place.line}: suppression ${text} (${reason})`;
}
