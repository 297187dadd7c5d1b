import type { SigmaEvent } from './event.js';
import type { EventClass } from './events/event-class.js';
import { type Needed, neededText } from './needed-text.js';
import type { SigmaRule } from './rule.js';
import { TextIndex } from './text-index.js';

/** Between the values of an event: no rule's text can hold it, so none is found across two values. */
const SEPARATOR = '\u0000';

/** Picks, for each event, the few rules that have a chance: one look at its text instead of hundreds. */
export class RuleIndex {
  readonly #rules: readonly SigmaRule[];
  readonly #always: readonly number[];
  readonly #texts: TextIndex;
  /** Where the texts are looked for that decide whether a rule is asked. */
  readonly fields: readonly string[];

  constructor(rules: readonly SigmaRule[], eventClass: Pick<EventClass, 'constants' | 'keywords'>) {
    const constants = new Set(eventClass.constants.keys());
    const needs = rules.map((rule) => withoutSeparator(neededText(rule, constants)));
    const stated = needs.flatMap((need, owner) => (need ?? []).map(({ field, text }) => ({ field, text, owner })));
    this.#rules = rules;
    this.#always = needs.flatMap((need, owner) => (need === undefined ? [owner] : []));
    this.#texts = new TextIndex(stated);
    this.fields = [...new Set(stated.flatMap(({ field }) => field ?? eventClass.keywords))];
  }

  /** Rules that may match the event, in the order they were given. */
  candidates(event: SigmaEvent): readonly SigmaRule[] {
    const values = this.fields.flatMap((field) => event.values(field) ?? []);
    const text = values.join(SEPARATOR).toLowerCase();
    const owners = [...this.#always, ...this.#texts.ownersIn(text)].sort((a, b) => a - b);
    return owners.flatMap((owner) => this.#rules[owner] ?? []);
  }
}

function withoutSeparator(need: Needed): Needed {
  return need?.some(({ text }) => text.includes(SEPARATOR)) === true ? undefined : need;
}
