import { type Condition, holds } from './condition.js';
import type { Detection, Selection } from './detection.js';
import type { DetectionItem } from './detection-item.js';
import type { SigmaEvent } from './event.js';
import { matches } from './matcher.js';
import type { SigmaRule } from './rule.js';

/** True when the event is what the rule looks for, and every filter that applies to the rule lets it through. The log source is not asked. */
export function ruleMatches(rule: Pick<SigmaRule, 'detection' | 'filters'>, event: SigmaEvent): boolean {
  return detectionHolds(rule.detection, event) && rule.filters.every((filter) => detectionHolds(filter.detection, event));
}

function detectionHolds({ condition, selections }: Detection, event: SigmaEvent): boolean {
  return holds(condition, (name) => selectionHolds(selections.get(name), event));
}

/** True when the event is what the selection asks for. */
export function selectionHolds(selection: Selection | undefined, event: SigmaEvent): boolean {
  if (selection === undefined) return false;
  if (selection.kind === 'item') return itemHolds(selection.item, event);
  return selection.kind === 'all'
    ? selection.of.every((part) => selectionHolds(part, event))
    : selection.of.some((part) => selectionHolds(part, event));
}

function itemHolds(item: DetectionItem, event: SigmaEvent): boolean {
  const values = item.field === undefined ? event.keywords() : event.values(item.field);
  const isMet =
    item.linking === 'all'
      ? item.matchers.every((matcher) => matches(matcher, values, event))
      : item.matchers.some((matcher) => matches(matcher, values, event));
  return isMet !== item.isNegated;
}

const VALUES_SHOWN = 4;

/** What made the rule match, part by part: `selection: Image|endswith "/nc"`. What a rule excludes is not repeated. */
export function reasons(rule: Pick<SigmaRule, 'detection'>, event: SigmaEvent): readonly string[] {
  const { selections, condition } = rule.detection;
  const isTrue = (name: string): boolean => selectionHolds(selections.get(name), event);
  return [...new Set(decisive(condition, isTrue))].flatMap((name) => {
    const selection = selections.get(name);
    return selection === undefined ? [] : [`${name}: ${clauses(selection, event).join(', ')}`];
  });
}

/** The names that make the condition true without a `not` before them. */
function decisive(condition: Condition, isTrue: (name: string) => boolean): readonly string[] {
  switch (condition.kind) {
    case 'name':
      return [condition.name];
    case 'not':
      return [];
    case 'and':
      return condition.of.flatMap((part) => decisive(part, isTrue));
    case 'or': {
      const first = condition.of.find((part) => holds(part, isTrue));
      return first === undefined ? [] : decisive(first, isTrue);
    }
  }
}

function clauses(selection: Selection, event: SigmaEvent): readonly string[] {
  if (selection.kind === 'item') return [clause(selection.item, event)];
  if (selection.kind === 'all') return selection.of.flatMap((part) => clauses(part, event));
  const first = selection.of.find((part) => selectionHolds(part, event));
  return first === undefined ? [] : clauses(first, event);
}

/** `CommandLine|contains|all "-i" and "/dev/tcp"`: the values that were met, or those that a negated item excludes. */
function clause(item: DetectionItem, event: SigmaEvent): string {
  const values = item.field === undefined ? event.keywords() : event.values(item.field);
  const met = item.isNegated ? item.matchers : item.matchers.filter((matcher) => matches(matcher, values, event));
  const shown = item.linking === 'any' && !item.isNegated ? met.slice(0, 1) : met;
  const more = shown.length > VALUES_SHOWN ? [`${shown.length - VALUES_SHOWN} more`] : [];
  const listed = [...shown.slice(0, VALUES_SHOWN).map((matcher) => `"${matcher.shown}"`), ...more].join(' and ');
  return item.name === '' ? listed : `${item.name} ${listed}`;
}
