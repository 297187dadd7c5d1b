import { itemsOf } from './detection.js';
import type { Matcher } from './matcher.js';
import type { SigmaRule } from './rule.js';

/** The fields that a rule and its filters look at; words without a field are looked for in `keywords`. */
export function fieldsLookedAt(rule: Pick<SigmaRule, 'detection' | 'filters'>, keywords: readonly string[]): ReadonlySet<string> {
  const detections = [rule.detection, ...rule.filters.map(({ detection }) => detection)];
  const items = detections.flatMap(({ selections }) => [...selections.values()].flatMap(itemsOf));
  return new Set(items.flatMap(({ field, matchers }) => [...(field === undefined ? keywords : [field]), ...matchers.flatMap(referredTo)]));
}

function referredTo(matcher: Matcher): readonly string[] {
  if (matcher.kind === 'anyOf') return matcher.of.flatMap(referredTo);
  return matcher.kind === 'field' ? [matcher.field] : [];
}
