import { existsSync } from 'node:fs';
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
  return { suppressions: path === undefined ? [] : suppressionsIn(path), today: options.today ?? world.today };
}

function suppressionsIn(path: string): readonly SuppressionEntry[] {
  const { entries, problems } = readSuppressions(path, readText(path));
  const [first, ...rest] = problems;
  if (first !== undefined) throw fileError([first, ...rest]);
  return entries;
}

/** Gives every finding of a run its status. */
export function review({ view }: Pick<Session, 'view'>, findings: readonly Finding[], decisions: Decisions): Review {
  const { suppressions, today } = decisions;
  const suppressed = suppress(findingsOfCase(view, findings), suppressions, today);
  return {
    findings: suppressed.findings.map(({ finding }) => finding),
    remarks: [
      ...suppressed.expired.map(({ entry, matches }) => {
        const effect = matches === 0 ? 'it would match nothing' : `${counted(matches, 'finding')} that it matches count again`;
        return `${remark(entry, `expired on ${entry.expires}`)}; ${effect}`;
      }),
      ...suppressed.unused.map((entry) => remark(entry, 'matches nothing in this run')),
    ],
  };
}

function remark({ place, reason }: SuppressionEntry, text: string): string {
  return `${place.file}:${place.line}: suppression ${text} (${reason})`;
}
