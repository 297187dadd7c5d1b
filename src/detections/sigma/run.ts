import type { DetectionCase } from '../../model/detection-case.js';
import type { Finding, RuleCost } from '../../model/finding.js';
import type { LackingData } from '../engine.js';
import { rememberingCase } from '../remembering-case.js';
import { caseData } from './case-data.js';
import { correlate } from './correlate.js';
import { correlationRunnable, lacksSentence, type RuleCoverage } from './coverage.js';
import { findingOfCorrelation } from './finding.js';
import type { SigmaRuleSet } from './load.js';
import { Run } from './rule-run.js';
import { runnable } from './runnable.js';

/** What a run is told. */
export interface SigmaOptions {
  /** Ids or names of rules and correlations to leave out. */
  readonly skip?: readonly string[];
  /** Milliseconds of some clock, for the time that each rule takes; without it no times are told. */
  clock?(): number;
}

/** What a run found, and what it could not look for. */
export interface SigmaReport {
  /** Most severe first, then by time, rule and fingerprint: the same case gives the same list. */
  readonly findings: readonly Finding[];
  readonly rules: {
    readonly loaded: number;
    readonly ran: number;
    readonly lackingData: readonly LackingData[];
    readonly skipped: number;
  };
  /** Each rule and correlation in the order of the set. */
  readonly coverage: readonly RuleCoverage[];
  /** Most expensive first; empty without a clock. */
  readonly costs: readonly RuleCost[];
}

/** Asks the rules of a case. Pure but for the clock it is given; never throws for what a rule or a capture holds. */
export function runSigma(view: DetectionCase, set: SigmaRuleSet, options: SigmaOptions = {}): SigmaReport {
  const remembered = rememberingCase(view);
  const isWanted = (head: { readonly id?: string; readonly name?: string }): boolean =>
    !(options.skip ?? []).some((word) => word === head.id || word === head.name);
  const rules = set.rules.filter(isWanted);
  const data = caseData(remembered);
  const coverage = rules.map((rule): RuleCoverage => ({ id: rule.key, title: rule.title, ...runnable(rule, data) }));
  const able = rules.filter((_, place) => coverage[place]?.kind !== 'lacking');
  const correlations = set.correlations.filter(isWanted);
  const all = [...coverage];
  for (const one of correlations) all.push(correlationRunnable(one, all));
  const run = new Run(remembered, correlations, options.clock);
  run.ask(able, data.kinds);
  for (const one of correlate(correlations, run.occurrences)) run.keep(findingOfCorrelation(remembered, one));
  const lacking = all.filter((one) => one.kind === 'lacking');
  return {
    findings: run.findings(),
    rules: {
      loaded: set.rules.length + set.correlations.length,
      ran: all.length - lacking.length,
      lackingData: lacking.map(({ id, lacks }) => ({ id, why: lacksSentence(lacks) })),
      skipped: set.skipped.length + (set.rules.length - rules.length) + (set.correlations.length - correlations.length),
    },
    coverage: all,
    costs: run.costs(),
  };
}
