import type { DetectionCase } from '../../model/detection-case.js';
import type { Finding, RuleCost } from '../../model/finding.js';
import { byCost, compareFindings } from '../engine.js';
import type { SigmaCorrelation } from './correlation-rule.js';
import { ruleMatches } from './evaluate.js';
import type { SigmaEvent } from './event.js';
import type { DataKind, EventClass } from './events/event-class.js';
import { EVENT_FAMILIES } from './events/families.js';
import { findingId, findingOfMatch, folded, seenAgain } from './finding.js';
import { type Occurrence, occurrenceOf, type RuleMatch } from './occurrence.js';
import type { SigmaRule } from './rule.js';
import { RuleIndex } from './rule-index.js';
import { classesOf } from './runnable.js';

/** Asks rules of a case, event by event: the one place where a run's results still grow. */
export class Run {
  readonly #occurrences = new Map<string, Occurrence[]>();
  readonly #view: DetectionCase;
  readonly #clock: (() => number) | undefined;
  readonly #referred: ReadonlySet<string>;
  readonly #silenced: ReadonlySet<string>;
  readonly #findings = new Map<string, Finding>();
  readonly #costs = new Map<SigmaRule, { asked: number; matched: number; milliseconds: number }>();
  #order = 0;

  constructor(view: DetectionCase, correlations: readonly SigmaCorrelation[], clock: (() => number) | undefined) {
    this.#view = view;
    this.#clock = clock;
    this.#referred = new Set(correlations.flatMap((one) => one.rules));
    const spared = new Set(correlations.filter((one) => one.generates).flatMap((one) => one.rules));
    this.#silenced = new Set([...this.#referred].filter((key) => !spared.has(key)));
  }

  /** Asks these rules about every event of these kinds. */
  ask(rules: readonly SigmaRule[], kinds: ReadonlySet<DataKind>): void {
    const indexes = indexesOf(rules);
    for (const family of EVENT_FAMILIES) {
      const asked = family.classes.map((one) => indexes.get(one));
      if (!kinds.has(family.kind) || asked.every((index) => index === undefined)) continue;
      for (const events of family.read(this.#view)) {
        events.forEach((event, place) => {
          this.#askAbout(event, asked[place]);
        });
        this.#order += 1;
      }
    }
  }

  #askAbout(event: SigmaEvent | undefined, index: RuleIndex | undefined): void {
    if (event === undefined || index === undefined) return;
    for (const rule of index.candidates(event)) {
      const before = this.#clock?.() ?? 0;
      const isMatch = ruleMatches(rule, event);
      if (this.#clock !== undefined) this.#count(rule, isMatch, this.#clock() - before);
      if (isMatch) this.#take({ rule, event });
    }
  }

  #take(match: RuleMatch): void {
    const { key } = match.rule;
    const occurrence = this.#referred.has(key) ? occurrenceOf(match, this.#order) : undefined;
    if (occurrence !== undefined) {
      const known = this.#occurrences.get(key) ?? [];
      known.push(occurrence);
      this.#occurrences.set(key, known);
    }
    if (!this.#silenced.has(key)) this.#tell(match);
  }

  #tell(match: RuleMatch): void {
    const id = findingId(this.#view, match);
    const known = id === undefined ? undefined : this.#findings.get(id);
    if (known === undefined) this.keep(findingOfMatch(this.#view, match));
    else this.#findings.set(known.id, seenAgain(this.#view, known, match));
  }

  #count(rule: SigmaRule, isMatch: boolean, milliseconds: number): void {
    const cost = this.#costs.get(rule) ?? { asked: 0, matched: 0, milliseconds: 0 };
    cost.asked += 1;
    cost.matched += isMatch ? 1 : 0;
    cost.milliseconds += milliseconds;
    this.#costs.set(rule, cost);
  }

  /** Matches of the rules that correlations refer to, by rule. */
  get occurrences(): ReadonlyMap<string, readonly Occurrence[]> {
    return this.#occurrences;
  }

  /** Adds a finding, or folds it into the one of the same name. */
  keep(finding: Finding | undefined): void {
    if (finding === undefined) return;
    const known = this.#findings.get(finding.id);
    this.#findings.set(finding.id, known === undefined ? finding : folded(known, finding));
  }

  findings(): readonly Finding[] {
    return [...this.#findings.values()].sort(compareFindings);
  }

  costs(): readonly RuleCost[] {
    return byCost(Array.from(this.#costs, ([rule, cost]) => ({ id: rule.key, title: rule.title, ...cost })));
  }
}

function indexesOf(rules: readonly SigmaRule[]): ReadonlyMap<EventClass, RuleIndex> {
  const classes = new Map<EventClass, SigmaRule[]>();
  for (const rule of rules) {
    for (const { eventClass } of classesOf(rule)) {
      const list = classes.get(eventClass) ?? [];
      list.push(rule);
      classes.set(eventClass, list);
    }
  }
  return new Map(Array.from(classes, ([eventClass, list]) => [eventClass, new RuleIndex(list, eventClass)]));
}
