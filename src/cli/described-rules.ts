import { RULES } from '../detections/rules/index.js';
import type { SigmaRuleSet } from '../detections/sigma/index.js';
import type { DescribedRule } from '../export/rule-shape.js';
import { UserError } from '../model/error.js';
import { nearest } from '../model/nearest.js';
import { printable } from '../model/printable.js';
import { ruleEntries } from './sigma-run.js';

/** The built-in rules, then those of a set in the order of their files. */
export function describedRules(set: SigmaRuleSet): readonly DescribedRule[] {
  const places = new Map([...set.rules, ...set.correlations].map(({ key, place }) => [key, place]));
  return [
    ...RULES.map((rule): DescribedRule => ({ ...rule, kind: 'behaviour' })),
    ...ruleEntries(set).map((entry): DescribedRule => {
      const place = places.get(entry.id);
      return { ...entry, ...(place && { place }) };
    }),
  ];
}

/** The rule of that id. Throws `UserError` when there is none. */
export function ruleNamed(id: string, rules: readonly DescribedRule[]): DescribedRule {
  const found = rules.find((rule) => rule.id === id);
  if (found !== undefined) return found;
  const ids = rules.map((rule) => rule.id);
  const meant = nearest(id, ids);
  throw new UserError(
    `there is no rule "${printable(id)}"`,
    meant === undefined ? 'workbench rules list names them; --sigma adds your own.' : `Did you mean ${printable(meant)}?`,
  );
}
