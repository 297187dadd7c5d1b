import type { DetectionReport } from '../detections/engine.js';
import { rememberingCase } from '../detections/remembering-case.js';
import type { Baseline } from '../detections/review/baseline.js';
import { RULES } from '../detections/rules/index.js';
import type { RuleEntry } from '../export/check-report.js';
import { alertCatalogue } from './alert-catalogue.js';
import { runRules } from './detection-run.js';
import { noveltyCatalogue, withNovelties } from './novelties.js';
import { ruleCatalogue } from './rule-catalogue.js';
import type { Session } from './session.js';
import type { UsersRules } from './sigma-run.js';

/** What a run is asked. */
export interface Questions {
  /** The user's own rules. */
  readonly users?: UsersRules;
  readonly baselines: readonly Baseline[];
  /** Ids of the only rules to ask; none for all, and then for what is new against the baselines as well. */
  readonly only: readonly string[];
  /** For the time that each rule takes. */
  readonly clock?: () => number;
}

/** A run of everything that was asked, and every rule with what became of it. */
export interface Answered {
  readonly report: DetectionReport;
  readonly catalogue: readonly RuleEntry[];
}

/** Asks the built-in rules, the user's own and the baselines. Throws `UserError` for a rule that there is not. */
export function askRules(session: Pick<Session, 'caseFile'>, { users, baselines, only, clock }: Questions): Answered {
  const remembered = { caseFile: { detection: rememberingCase(session.caseFile.detection) } };
  const builtIn = runRules(remembered, only, users?.ids, clock);
  const own = users?.ask(builtIn, remembered, only, clock) ?? { report: builtIn, catalogue: [] };
  const compared = only.length === 0 ? baselines : [];
  return {
    report: withNovelties(own.report, session, compared),
    catalogue: [
      ...ruleCatalogue(RULES, builtIn, only),
      ...own.catalogue,
      ...alertCatalogue(builtIn.findings),
      ...noveltyCatalogue(compared),
    ],
  };
}
