import type { DetectionCase } from '../model/detection-case.js';
import { type Finding, type Judgement, levelRank, type RuleCost } from '../model/finding.js';
import { alertFindings } from './alerts.js';
import { callsOf } from './calls.js';
import { countingFacts } from './counting-facts.js';
import type { Draft } from './draft.js';
import { incidentsOf } from './incidents.js';
import { rememberingCase } from './remembering-case.js';
import { findingOfDraft, findingOfStory } from './report.js';
import type { Facts, Need, OptionValues, Rule } from './rule.js';
import { RULES } from './rules/index.js';
import { mergeStories, type Told } from './story.js';
import { suspectsOf } from './suspects.js';
import { watchedIn } from './watched.js';

/** What a run is told. */
export interface DetectOptions {
  /** Instead of the built-in rules. */
  readonly rules?: readonly Rule[];
  /** Ids of rules to leave out. */
  readonly skip?: readonly string[];
  /** Ids of the only rules whose alerts, raised by other detectors, are told of; all by default. */
  readonly alerts?: readonly string[];
  /** Thresholds that a user set, by rule id and option name. */
  readonly values?: Readonly<Record<string, OptionValues>>;
  /** Milliseconds of some clock, for the time that each rule takes; without it no times are told. */
  clock?(): number;
}

/** A rule that could not be asked, with the reason: a clean result must say what it could not have seen. */
export interface LackingData {
  readonly id: string;
  readonly why: string;
}

/** What a run found and what it could not look for. */
export interface DetectionReport extends Judgement {
  /** Most severe first, then by time, rule and fingerprint: the same case gives the same list. */
  readonly findings: readonly Finding[];
  readonly rules: {
    readonly loaded: number;
    readonly ran: number;
    readonly lackingData: readonly LackingData[];
    readonly skipped: number;
  };
  /** Most expensive first; empty without a clock. */
  readonly costs: readonly RuleCost[];
}

const LACKS: Readonly<Record<Need, string>> = {
  connections: 'the sources hold no connection events: no network policy, or an export without them',
  containers: 'no process is known to run in a container with a known start',
  'standard streams': 'the sources do not tell what standard input and output were put on: no hook of dup2 and dup3',
  names: 'the sources hold no DNS messages: names that processes asked for are not known',
};

/** Asks the rules of a case and merges what tells the same story. Pure but for the clock it is given: no randomness, no files. */
export function detect(view: DetectionCase, options: DetectOptions = {}): DetectionReport {
  const rules = options.rules ?? RULES;
  const wanted = rules.filter((rule) => options.skip?.includes(rule.id) !== true);
  const remembering = rememberingCase(view);
  const missing = missingNeeds(remembering);
  const lackingData = wanted.flatMap((rule) => {
    const need = rule.needs.find((name) => missing.has(name));
    return need === undefined ? [] : [{ id: rule.id, why: LACKS[need] }];
  });
  const runnable = wanted.filter((rule) => !lackingData.some((lacking) => lacking.id === rule.id));
  const alerts = alertFindings(remembering).filter(({ rule }) => options.alerts?.includes(rule.id) !== false);
  const costs: RuleCost[] = [];
  const findings = ordered([...findingsOf(remembering, runnable, asker(options, costs)), ...alerts]);
  return {
    findings,
    incidents: incidentsOf(remembering, findings),
    rules: { loaded: rules.length, ran: runnable.length, lackingData, skipped: rules.length - wanted.length },
    costs: byCost(costs),
  };
}

type Ask = (rule: Rule, facts: Facts) => readonly Draft[];

/** How a rule is asked: with a clock, what it takes is noted. */
function asker({ values = {}, clock }: DetectOptions, costs: RuleCost[]): Ask {
  if (clock === undefined) return (rule, facts) => [...rule.run(facts, values[rule.id])];
  return (rule, facts) => {
    let asked = 0;
    const counting = countingFacts(facts, () => {
      asked += 1;
    });
    const before = clock();
    const drafts = [...rule.run(counting, values[rule.id])];
    costs.push({ id: rule.id, title: rule.title, asked, matched: drafts.length, milliseconds: clock() - before });
    return drafts;
  };
}

/** Most expensive first. */
export function byCost(costs: readonly RuleCost[]): readonly RuleCost[] {
  return [...costs].sort((a, b) => b.milliseconds - a.milliseconds || compareText(a.id, b.id));
}

function findingsOf(view: DetectionCase, rules: readonly Rule[], ask: Ask): readonly Finding[] {
  const inStage = (stage: Rule['stage']): readonly Rule[] => rules.filter((rule) => rule.stage === stage);
  const suspects = suspectsOf(view);
  const calls = callsOf(view);
  const watched = watchedIn(view);
  const told: readonly Told[] = inStage('shell').flatMap((rule) =>
    ask(rule, { view, suspects, calls, watched, stories: [] }).map((draft) => ({ rule, draft })),
  );
  const stories = mergeStories(view, told);
  const consequences = inStage('consequence').flatMap((rule) =>
    ask(rule, { view, suspects, calls, watched, stories }).map((draft) => findingOfDraft(view, rule, draft)),
  );
  return [...stories.map((story) => findingOfStory(view, story)), ...consequences];
}

function missingNeeds(view: DetectionCase): ReadonlySet<Need> {
  const missing = new Set<Need>();
  if (isEmpty(view.outboundConnections()) && isEmpty(view.inboundConnections())) missing.add('connections');
  if (!view.containers().some((container) => container.startedAtUs !== undefined)) missing.add('containers');
  if (isEmpty(view.nameTexts())) missing.add('names');
  if (isEmpty(view.descriptorCopies())) missing.add('standard streams');
  return missing;
}

function isEmpty(rows: Iterable<unknown>): boolean {
  for (const _ of rows) return false;
  return true;
}

/** In the report's order, with ids made unique: the second of two equal behaviours is `…-2`. */
function ordered(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, number>();
  return [...findings].sort(compareFindings).map((finding) => {
    const occurrence = (seen.get(finding.id) ?? 0) + 1;
    seen.set(finding.id, occurrence);
    return occurrence === 1 ? finding : { ...finding, id: `${finding.id}-${occurrence}` };
  });
}

/** Negative when `a` comes first: level, first seen, rule id, fingerprint. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    levelRank(b.level) - levelRank(a.level) ||
    (a.firstSeenUs ?? Number.POSITIVE_INFINITY) - (b.firstSeenUs ?? Number.POSITIVE_INFINITY) ||
    compareText(a.rule.id, b.rule.id) ||
    compareText(a.id, b.id) ||
    compareText(a.process.execId, b.process.execId)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
