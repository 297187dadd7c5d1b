import type { DetectionCase } from '../../model/detection-case.js';
import type { Finding, RuleCost } from '../../model/finding.js';
import { compareFindings } from '../engine.js';
import { ClassRules } from './class-rules.js';
import type { SigmaCorrelation } from './correlation-rule.js';
import type { SigmaEvent } from './event.js';
import type { DataKind, EventClass, EventFamily, FamilyFact } from './events/event-class.js';
import { EVENT_FAMILIES } from './events/families.js';
import { findingId, findingOfMatch } from './finding.js';
import { GrowingFinding } from './growing-finding.js';
import { fieldsLookedAt } from './looked-at.js';
import { type Occurrence, occurrenceOf } from './occurrence.js';
import type { SigmaRule } from './rule.js';
import { RuleCosts } from './rule-costs.js';
import { classesOf } from './runnable.js';

/** Names of a rule's findings that are remembered; then it is begun anew. */
const MOST_NAMES = 2_000;

/** A rule that matched, and the event of it for whoever needs it. */
interface Hit {
  readonly rule: SigmaRule;
  readonly fact: FamilyFact;
  event(): SigmaEvent | undefined;
}

/** Asks rules of a case, event by event: the one place where a run's results still grow. */
export class Run {
  readonly #occurrences = new Map<string, Occurrence[]>();
  readonly #view: DetectionCase;
  readonly #referred: ReadonlySet<string>;
  readonly #silenced: ReadonlySet<string>;
  readonly #findings = new Map<string, GrowingFinding>();
  readonly #names = new Map<SigmaRule, Map<string, string>>();
  readonly #costs: RuleCosts;
  #order = 0;

  constructor(view: DetectionCase, correlations: readonly SigmaCorrelation[], clock: (() => number) | undefined) {
    this.#view = view;
    this.#costs = new RuleCosts(clock);
    this.#referred = new Set(correlations.flatMap((one) => one.rules));
    const spared = new Set(correlations.filter((one) => one.generates).flatMap((one) => one.rules));
    this.#silenced = new Set([...this.#referred].filter((key) => !spared.has(key)));
  }

  /** Asks these rules about every event of these kinds. */
  ask(rules: readonly SigmaRule[], kinds: ReadonlySet<DataKind>): void {
    const byClass = rulesByClass(rules);
    for (const family of EVENT_FAMILIES) if (kinds.has(family.kind)) this.#askFamily(family, byClass);
  }

  #askFamily(family: EventFamily, byClass: ReadonlyMap<EventClass, readonly SigmaRule[]>): void {
    const fields = new Set<string>();
    const asked = family.classes.flatMap((one, place) => {
      const rules = byClass.get(one);
      if (rules === undefined) return [];
      for (const rule of rules) for (const field of fieldsLookedAt(rule, one.keywords)) fields.add(field);
      return [{ place, rules: new ClassRules(rules, one, place, this.#costs) }];
    });
    if (asked.length === 0) return;
    for (const fact of family.read(this.#view, fields)) {
      for (const { place, rules } of asked) {
        for (const rule of rules.matching(fact)) this.#take({ rule, fact, event: () => fact.event(place) });
      }
      this.#order += 1;
    }
  }

  #take(hit: Hit): void {
    const { key } = hit.rule;
    if (this.#referred.has(key)) this.#remember(hit);
    if (!this.#silenced.has(key)) this.#tell(hit);
  }

  #remember({ rule, event }: Hit): void {
    const matched = event();
    const occurrence = matched === undefined ? undefined : occurrenceOf({ rule, event: matched }, this.#order);
    if (occurrence === undefined) return;
    const known = this.#occurrences.get(rule.key) ?? [];
    known.push(occurrence);
    this.#occurrences.set(rule.key, known);
  }

  #tell(hit: Hit): void {
    const id = this.#nameOf(hit);
    const known = id === undefined ? undefined : this.#findings.get(id);
    if (known !== undefined) known.seeAgain(this.#view, hit.fact.atUs, hit.event);
    else {
      const event = hit.event();
      if (event !== undefined) this.keep(findingOfMatch(this.#view, { rule: hit.rule, event }));
    }
  }

  /** What the finding of a match is called: the same behaviour, seen again and again, is named once. */
  #nameOf({ rule, fact: { behaviour }, event }: Hit): string | undefined {
    const named = (): string | undefined => {
      const matched = event();
      return matched === undefined ? undefined : findingId(this.#view, { rule, event: matched });
    };
    if (behaviour === undefined) return named();
    const names = this.#names.get(rule) ?? new Map<string, string>();
    this.#names.set(rule, names);
    const name = names.get(behaviour) ?? named();
    if (names.size >= MOST_NAMES) names.clear();
    if (name !== undefined) names.set(behaviour, name);
    return name;
  }

  /** Matches of the rules that correlations refer to, by rule. */
  get occurrences(): ReadonlyMap<string, readonly Occurrence[]> {
    return this.#occurrences;
  }

  /** Adds a finding, or folds it into the one of the same name. */
  keep(finding: Finding | undefined): void {
    if (finding === undefined) return;
    const known = this.#findings.get(finding.id);
    if (known === undefined) this.#findings.set(finding.id, new GrowingFinding(finding));
    else known.fold(finding);
  }

  findings(): readonly Finding[] {
    return Array.from(this.#findings.values(), (growing) => growing.finding()).sort(compareFindings);
  }

  costs(): readonly RuleCost[] {
    return this.#costs.told();
  }
}

function rulesByClass(rules: readonly SigmaRule[]): ReadonlyMap<EventClass, readonly SigmaRule[]> {
  const classes = new Map<EventClass, SigmaRule[]>();
  for (const rule of rules) {
    for (const { eventClass } of classesOf(rule)) {
      const list = classes.get(eventClass) ?? [];
      list.push(rule);
      classes.set(eventClass, list);
    }
  }
  return classes;
}
