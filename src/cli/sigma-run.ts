import { byCost, compareFindings, type DetectionReport } from '../detections/engine.js';
import { techniquesOf } from '../detections/sigma/attack-tags.js';
import { lacksSentence, type RuleCoverage, runSigma, type SigmaReport, type SigmaRuleSet } from '../detections/sigma/index.js';
import type { RuleEntry, RuleOutcome } from '../export/check-report.js';
import type { JudgedCase } from './detection-run.js';

/** A run with what the user's own rules said. */
export interface SigmaRun {
  readonly report: DetectionReport;
  readonly catalogue: readonly RuleEntry[];
}

/** The user's own rules, for a run that need not know how they are written. */
export interface UsersRules {
  /** Ids that `--rule` may name beside those of the built-in rules. */
  readonly ids: readonly string[];
  /** Asks them beside the built-in ones, or those of them that are named. */
  ask(run: DetectionReport, session: JudgedCase, asked: readonly string[], clock?: () => number): SigmaRun;
}

/** The rules of a set. */
export function usersRulesOf(set: SigmaRuleSet): UsersRules {
  return {
    ids: [...set.rules, ...set.correlations].map(({ key }) => key),
    ask: (run, session, asked, clock) => withSigma(run, session, set, asked, clock),
  };
}

/** Asks the user's own rules beside the built-in ones, or those of them that are named; a set of none changes nothing. */
function withSigma(
  run: DetectionReport,
  { caseFile }: JudgedCase,
  set: SigmaRuleSet,
  asked: readonly string[],
  clock?: () => number,
): SigmaRun {
  if (set.rules.length + set.correlations.length + set.skipped.length === 0) return { report: run, catalogue: [] };
  const isAsked = (id: string): boolean => asked.length === 0 || asked.includes(id);
  const said = runSigma(caseFile.detection, set, { ...(clock && { clock }) });
  const counts = countsOf(said, isAsked);
  return {
    report: {
      ...run,
      findings: [...run.findings, ...said.findings.filter((finding) => isAsked(finding.rule.id))].sort(compareFindings),
      rules: {
        loaded: run.rules.loaded + said.rules.loaded,
        ran: run.rules.ran + counts.ran,
        lackingData: [...run.rules.lackingData, ...counts.lackingData],
        skipped: run.rules.skipped + counts.skipped,
      },
      costs: byCost([...run.costs, ...said.costs]),
    },
    catalogue: ruleEntries(set, said.coverage, isAsked),
  };
}

function countsOf({ coverage, rules }: SigmaReport, isAsked: (id: string) => boolean) {
  const asked = coverage.filter(({ id }) => isAsked(id));
  const lackingData = rules.lackingData.filter(({ id }) => isAsked(id));
  return { ran: asked.length - lackingData.length, lackingData, skipped: rules.loaded - asked.length };
}

/** The rules of a set as a catalogue lists them. Without coverage they were not asked. */
export function ruleEntries(
  set: SigmaRuleSet,
  coverage: readonly RuleCoverage[] = [],
  isAsked: (id: string) => boolean = () => true,
): readonly RuleEntry[] {
  const covered = new Map(coverage.map((one) => [one.id, one]));
  return [...set.rules, ...set.correlations].map((rule) => ({
    id: rule.key,
    title: rule.title,
    description: rule.description ?? rule.title,
    level: rule.level ?? 'medium',
    kind: 'sigma',
    attack: techniquesOf(rule.tags),
    falsePositives: rule.falsePositives,
    ...(rule.author !== undefined && { author: rule.author }),
    references: rule.references,
    outcome: isAsked(rule.key) ? outcome(covered.get(rule.key)) : { kind: 'skipped' },
  }));
}

function outcome(coverage: RuleCoverage | undefined): RuleOutcome {
  if (coverage === undefined) return { kind: 'skipped' };
  return coverage.kind === 'lacking' ? { kind: 'lacking', why: lacksSentence(coverage.lacks) } : { kind: 'ran' };
}
