import { holds } from './condition.js';
import { type Detection, parseDetection } from './detection.js';
import { type DocumentHead, listOf, parseHead } from './document.js';
import { covers, type LogSource, parseLogSource } from './log-source.js';
import type { Placeholders } from './placeholders.js';
import type { ProblemList } from './problem.js';
import type { SigmaRule } from './rule.js';
import { entryOf, type YamlMap } from './yaml-tree.js';

/** A filter: a condition that is added to other people's rules. */
export interface SigmaFilter extends DocumentHead {
  readonly kind: 'filter';
  readonly logSource: LogSource;
  /** Ids and names of the rules that it is for. */
  readonly rules: 'any' | readonly string[];
  readonly detection: Detection;
}

/** The filter that a document is; `undefined` when something in it is wrong, which is reported. */
export function parseFilter(map: YamlMap, placeholders: Placeholders, problems: ProblemList): SigmaFilter | undefined {
  const before = problems.errorCount;
  const head = parseHead(map, problems);
  const logSource = parseLogSource(map, problems);
  const filter = entryOf(map, 'filter');
  if (filter?.value.kind !== 'map') {
    problems.error(filter?.value.place ?? map.place, 'filter is a mapping of rules, selections and a condition');
    return undefined;
  }
  const named = entryOf(filter.value, 'rules');
  const rules = listOf(filter.value, 'rules', problems);
  if (named === undefined || rules.length === 0)
    problems.error(named?.keyPlace ?? filter.value.place, 'filter names no rules: list their ids, or write any');
  const detection = parseDetection(filter.value, placeholders, problems, ['rules']);
  if (head === undefined || logSource === undefined || detection === undefined || problems.errorCount > before) return undefined;
  if (!holds(detection.condition, () => false)) {
    const place = entryOf(filter.value, 'condition')?.keyPlace ?? filter.value.place;
    problems.warning(
      place,
      'the filter keeps only the events that it selects: a condition is added to the rule as it stands, so to suppress them write not',
    );
  }
  return { ...head, kind: 'filter', logSource, rules: rules.includes('any') ? 'any' : rules, detection };
}

/** True when the filter is for this rule: it names it or any, and its log source takes in the rule's. */
export function appliesTo(filter: SigmaFilter, rule: SigmaRule): boolean {
  const isNamed = filter.rules === 'any' || filter.rules.some((name) => name === rule.id || name === rule.name);
  return isNamed && covers(filter.logSource, rule.logSource);
}

/** The rule with the filters that are for it. Their selections stay apart from the rule's: the same name is not the same selection. */
export function filtered(rule: SigmaRule, filters: readonly SigmaFilter[]): SigmaRule {
  const applied = filters.filter((filter) => appliesTo(filter, rule));
  return applied.length === 0 ? rule : { ...rule, filters: applied.map(({ title, detection }) => ({ title, detection })) };
}
