import type { RuleCost } from '../../model/finding.js';
import { byCost } from '../engine.js';
import { ruleMatches } from './evaluate.js';
import type { SigmaEvent } from './event.js';
import type { SigmaRule } from './rule.js';

interface Cost {
  asked: number;
  matched: number;
  milliseconds: number;
}

/** Asks rules about events, and with a clock notes what that takes. */
export class RuleCosts {
  readonly #clock: (() => number) | undefined;
  readonly #costs = new Map<SigmaRule, Cost>();

  constructor(clock: (() => number) | undefined) {
    this.#clock = clock;
  }

  ask(rule: SigmaRule, event: SigmaEvent): boolean {
    if (this.#clock === undefined) return ruleMatches(rule, event);
    const before = this.#clock();
    const isMatch = ruleMatches(rule, event);
    this.#note(rule, isMatch, this.#clock() - before);
    return isMatch;
  }

  /** Rules whose answer about an event is that about another: asked like the others, and for nothing. */
  repeat(asked: readonly SigmaRule[], matched: readonly SigmaRule[]): void {
    if (this.#clock === undefined) return;
    for (const rule of asked) this.#note(rule, matched.includes(rule), 0);
  }

  /** Most expensive first; empty without a clock. */
  told(): readonly RuleCost[] {
    return byCost(Array.from(this.#costs, ([rule, cost]) => ({ id: rule.key, title: rule.title, ...cost })));
  }

  #note(rule: SigmaRule, isMatch: boolean, milliseconds: number): void {
    const cost = this.#costs.get(rule) ?? { asked: 0, matched: 0, milliseconds: 0 };
    cost.asked += 1;
    cost.matched += isMatch ? 1 : 0;
    cost.milliseconds += milliseconds;
    this.#costs.set(rule, cost);
  }
}
