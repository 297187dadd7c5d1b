import type { SigmaEvent } from './event.js';
import type { EventClass, FamilyFact } from './events/event-class.js';
import { fieldsLookedAt } from './looked-at.js';
import type { SigmaRule } from './rule.js';
import type { RuleCosts } from './rule-costs.js';
import { RuleIndex } from './rule-index.js';

interface Verdict {
  readonly asked: readonly SigmaRule[];
  readonly matched: readonly SigmaRule[];
}

const NOTHING: Verdict = { asked: [], matched: [] };
/** Answers that are remembered; then it is begun anew. */
const MOST_REMEMBERED = 20_000;

/**
 * The rules about one class of events. Most of them look at nothing but what very many facts have alike: a program may be started ten thousand
 * times. Those are asked about the first of each likeness; its verdict is that of the others, which never become events.
 */
export class ClassRules {
  readonly #place: number;
  readonly #costs: RuleCosts;
  readonly #order: ReadonlyMap<SigmaRule, number>;
  readonly #nearAspects: readonly number[];
  readonly #aspects: readonly number[];
  /** Whether the first look takes so much less than the second that it is worth taking. */
  readonly #hasNear: boolean;
  readonly #alike: RuleIndex;
  readonly #single: RuleIndex | undefined;
  readonly #candidates = new Map<string, readonly SigmaRule[]>();
  readonly #verdicts = new Map<string, Verdict>();

  /** `place` is that of the class in its family. */
  constructor(rules: readonly SigmaRule[], eventClass: EventClass, place: number, costs: RuleCosts) {
    const looked = rules.map((rule) => ({ rule, aspects: aspectsOf(rule, eventClass) }));
    const alike = looked.flatMap(({ rule, aspects }) => (aspects === undefined ? [] : [rule]));
    const single = looked.flatMap(({ rule, aspects }) => (aspects === undefined ? [rule] : []));
    this.#place = place;
    this.#costs = costs;
    this.#order = new Map(rules.map((rule, at) => [rule, at]));
    this.#aspects = [...new Set(looked.flatMap(({ aspects }) => aspects ?? []))];
    this.#alike = new RuleIndex(alike, eventClass);
    this.#nearAspects = [...new Set(this.#alike.fields.flatMap((field) => eventClass.aspects.get(field) ?? []))];
    this.#hasNear = this.#nearAspects.length * 3 <= this.#aspects.length * 2;
    this.#single = single.length === 0 ? undefined : new RuleIndex(single, eventClass);
  }

  /** The rules that match the fact's event, in the order they were given. */
  matching(fact: FamilyFact): readonly SigmaRule[] {
    const { matched } = this.#verdictOf(fact);
    const event = this.#single === undefined ? undefined : fact.event(this.#place);
    if (this.#single === undefined || event === undefined) return matched;
    const others = this.#judge(this.#single, event).matched;
    return [...matched, ...others].sort((a, b) => (this.#order.get(a) ?? 0) - (this.#order.get(b) ?? 0));
  }

  #verdictOf(fact: FamilyFact): Verdict {
    if (this.#hasNear && this.#candidatesFor(fact).length === 0) return NOTHING;
    const likeness = fact.likeness(this.#aspects);
    const known = this.#verdicts.get(likeness);
    if (known !== undefined) {
      this.#costs.repeat(known.asked, known.matched);
      return known;
    }
    const event = fact.event(this.#place);
    if (event === undefined) return NOTHING;
    const verdict = this.#judge(this.#alike, event);
    remember(this.#verdicts, likeness, verdict);
    return verdict;
  }

  /** Whether any rule has a chance takes fewer fields than what the rules say: of most facts no more needs to be compared. */
  #candidatesFor(fact: FamilyFact): readonly SigmaRule[] {
    const likeness = fact.likeness(this.#nearAspects);
    const known = this.#candidates.get(likeness);
    if (known !== undefined) return known;
    const event = fact.event(this.#place);
    if (event === undefined) return [];
    const candidates = this.#alike.candidates(event);
    remember(this.#candidates, likeness, candidates);
    return candidates;
  }

  #judge(index: RuleIndex, event: SigmaEvent): Verdict {
    const asked = index.candidates(event);
    return { asked, matched: asked.filter((rule) => this.#costs.ask(rule, event)) };
  }
}

function remember<Answer>(answers: Map<string, Answer>, likeness: string, answer: Answer): void {
  if (answers.size >= MOST_REMEMBERED) answers.clear();
  answers.set(likeness, answer);
}

/** Aspects that decide the rule's answer; `undefined` when it looks at a field that may be another in each event. */
function aspectsOf(rule: SigmaRule, { fields, constants, aspects, keywords }: EventClass): readonly number[] | undefined {
  const varying = [...fieldsLookedAt(rule, keywords)].filter((field) => fields.has(field) && !constants.has(field));
  const decisive = varying.flatMap((field) => aspects.get(field) ?? []);
  return decisive.length < varying.length ? undefined : decisive;
}
