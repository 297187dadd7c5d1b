import type { Condition } from './condition.js';
import type { Selection } from './detection.js';
import type { DetectionItem } from './detection-item.js';
import type { Matcher } from './matcher.js';
import type { SigmaRule } from './rule.js';

/** A text in lower case that a field must hold somewhere; without a field, what keywords are looked for in. */
export interface NeededText {
  readonly field?: string;
  readonly text: string;
}

/** Enough to tell events apart. Lists of indicators run to tens of thousands: of those only beginnings are kept a second time. */
const LONGEST = 16;
const LONG_LIST = 1000;
const LONGEST_IN_LIST = 6;

/** Texts of which an event must hold at least one for a rule to match; `undefined`: the rule may match without any. */
export type Needed = readonly NeededText[] | undefined;

/**
 * What an event must hold for the rule to have a chance. Too little is right, too much would lose matches. Fields in `constants` say
 * nothing about an event: every event of its class has the same value.
 */
export function neededText(rule: Pick<SigmaRule, 'detection'>, constants: ReadonlySet<string> = new Set()): Needed {
  const { selections, condition } = rule.detection;
  const needed = ofCondition(condition, (name) => {
    const selection = selections.get(name);
    return selection === undefined ? undefined : ofSelection(selection, constants);
  });
  return needed?.map((one) => ({ ...one, text: one.text.slice(0, needed.length > LONG_LIST ? LONGEST_IN_LIST : LONGEST) }));
}

function ofCondition(condition: Condition, ofName: (name: string) => Needed): Needed {
  switch (condition.kind) {
    case 'name':
      return ofName(condition.name);
    case 'not':
      return undefined;
    case 'and':
      return best(condition.of.map((part) => ofCondition(part, ofName)));
    case 'or':
      return union(condition.of.map((part) => ofCondition(part, ofName)));
  }
}

function ofSelection(selection: Selection, constants: ReadonlySet<string>): Needed {
  if (selection.kind === 'item') return constants.has(selection.item.field ?? '') ? undefined : ofItem(selection.item);
  const parts = selection.of.map((part) => ofSelection(part, constants));
  return selection.kind === 'all' ? best(parts) : union(parts);
}

function ofItem(item: DetectionItem): Needed {
  if (item.isNegated) return undefined;
  const parts = item.matchers.map((matcher) => ofMatcher(matcher, item.field));
  return item.linking === 'all' ? best(parts) : union(parts);
}

function ofMatcher(matcher: Matcher, field: string | undefined): Needed {
  if (matcher.kind === 'anyOf') return union(matcher.of.map((one) => ofMatcher(one, field)));
  if (matcher.kind !== 'pattern') return undefined;
  const texts = matcher.pattern.flatMap((part) => (part.kind === 'text' ? [part.text] : []));
  const longest = texts.reduce((best, text) => (text.length > best.length ? text : best), '');
  return longest === '' ? undefined : [{ ...(field === undefined ? {} : { field }), text: longest.toLowerCase() }];
}

/** Any of the parts must be there, so each of their texts may be the one. */
function union(parts: readonly Needed[]): Needed {
  const known = parts.filter((part) => part !== undefined);
  return known.length < parts.length ? undefined : known.flat();
}

/** All of the parts must be there, so the one that says most will do: the one whose shortest text is longest. */
function best(parts: readonly Needed[]): Needed {
  const known = parts.filter((part) => part !== undefined);
  return known.reduce<Needed>((chosen, part) => (chosen === undefined || weight(part) > weight(chosen) ? part : chosen), undefined);
}

/** Half of all events hold "true" somewhere. */
function weight(texts: readonly NeededText[]): number {
  return Math.min(...texts.map(({ text }) => (text === 'true' || text === 'false' ? 0 : text.length)));
}
