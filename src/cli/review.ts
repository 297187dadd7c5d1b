import { existsSync } from 'node:fs';
import type { FindingsBaseline } from '../detections/review/baseline.js';
import { markKnown } from '../detections/review/known-findings.js';
import { readBaseline } from '../detections/review/read-baseline.js';
import { readSuppressions } from '../detections/review/read-suppressions.js';
import { suppress } from '../detections/review/suppress.js';
import type { SuppressionEntry } from '../detections/review/suppression.js';
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
  readonly baselines: readonly FindingsBaseline[];
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
export function readDecisions(options: ReviewOptions, world: Pick<World, 'today'>): Decisions {
  const path = options.suppress ?? (existsSync(SUPPRESSIONS_FILE) ? SUPPRESSIONS_FILE : undefined);
  return {
    suppressions: path === undefined ? [] : suppressionsIn(path),
    baselines: (options.baseline ?? []).map(baselineIn),
    today: options.today ?? world.today,
  };
}

function baselineIn(path: string): FindingsBaseline {
  const read = readBaseline(path, readText(path));
  if (read.kind === 'refused') throw fileError(read.problems);
  return read.baseline;
}

function suppressionsIn(path: string): readonly SuppressionEntry[] {
  const { entries, problems } = readSuppressions(path, readText(path));
  const [first, ...rest] = problems;
  if (first !== undefined) throw fileError([first, ...rest]);
  return entries;
}

/** Gives every finding of a run its status. */
export function review({ view }: Pick<Session, 'view'>, findings: readonly Finding[], decisions: Decisions): Review {
  const { suppressions, baselines, today } = decisions;
  const suppressed = suppress(findingsOfCase(view, findings), suppressions, today);
  const known = baselines.flatMap((baseline) => baseline.findings);
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
      ...baselines.filter((baseline) => !isInUse(baseline, findings)).map(uselessBaseline),
    ],
  };
}

function isInUse({ findings: known }: FindingsBaseline, findings: readonly Finding[]): boolean {
  const ids = new Set(findings.map((finding) => finding.id));
  return known.some(({ id }) => ids.has(id));
}

function uselessBaseline({ file, findings }: FindingsBaseline): string {
  if (findings.length === 0) return `${file}: the baseline holds no findings`;
  return `${file}: the baseline matches nothing in this run: none of its ${counted(findings.length, 'finding')} is there`;
}

function remark({ place, reason }: SuppressionEntry, text: string): string {
  return `${place.file}:${place.line}: suppression ${text} (${reason})`;
}
