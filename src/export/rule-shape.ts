import type { RuleEntry } from './check-report.js';
import { type JsonObject, present } from './json.js';

/** A rule as `rules` prints it. */
export interface DescribedRule extends Omit<RuleEntry, 'outcome'> {
  /** Numbers that its judgement turns on, for a rule that is built in. */
  readonly options?: Readonly<Record<string, { readonly value: number; readonly description: string }>>;
  /** Where it was read, for a rule that came from a file. */
  readonly place?: { readonly file: string; readonly line: number };
}

/** A rule as `rules list` and `rules show` print it. */
export function ruleShape(rule: DescribedRule): JsonObject {
  const options = Object.entries(rule.options ?? {}).map(([name, { value, description }]) => ({ name, value, description }));
  return present({
    id: rule.id,
    title: rule.title,
    level: rule.level,
    kind: rule.kind,
    attack: rule.attack,
    description: rule.description,
    falsePositives: rule.falsePositives,
    author: rule.author,
    references: rule.references !== undefined && rule.references.length > 0 ? rule.references : undefined,
    options: options.length > 0 ? options : undefined,
    place: rule.place && { source: rule.place.file, line: rule.place.line },
  });
}
