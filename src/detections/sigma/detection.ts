import { type Condition, namesIn, parseCondition } from './condition.js';
import { type DetectionItem, parseItem } from './detection-item.js';
import type { Placeholders } from './placeholders.js';
import type { ProblemList } from './problem.js';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from './yaml-tree.js';

/** What one named part of a detection asks for: a mapping is all of its items, a list any of its parts. */
export type Selection =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Selection[] }
  | { readonly kind: 'item'; readonly item: DetectionItem };

/** Named selections and the condition over them. */
export interface Detection {
  readonly selections: ReadonlyMap<string, Selection>;
  readonly condition: Condition;
}

/** Keys of a detection that name no selection. `timeframe` belonged to the aggregations that Sigma 2 no longer has. */
const NOT_SELECTIONS = new Set(['condition', 'timeframe']);

/**
 * The detection that a rule's or a filter's mapping states, leaving out the keys in `ignored`; `undefined` when something in it is wrong,
 * which is reported.
 */
export function parseDetection(
  map: YamlMap,
  placeholders: Placeholders,
  problems: ProblemList,
  ignored: readonly string[] = [],
): Detection | undefined {
  const before = problems.errorCount;
  const selections = new Map<string, Selection>();
  for (const entry of map.entries) {
    if (NOT_SELECTIONS.has(entry.key) || ignored.includes(entry.key)) continue;
    const selection = parseSelection(entry.value, placeholders, problems);
    if (selection !== undefined) selections.set(entry.key, selection);
  }
  const condition = map.entries.find((entry) => entry.key === 'condition');
  if (condition === undefined) {
    problems.error(map.place, 'the detection has no condition');
    return undefined;
  }
  // A selection that could not be read is named by the condition all the same: one mistake is one problem.
  const names = map.entries.map((entry) => entry.key).filter((key) => !NOT_SELECTIONS.has(key) && !ignored.includes(key));
  if (names.length === 0) problems.error(map.place, 'the detection has no selection');
  const parsed = parseConditions(condition, names, problems);
  if (parsed === undefined || problems.errorCount > before) return undefined;
  warnOfUnused(map, names, parsed, problems);
  return { selections, condition: parsed };
}

function parseSelection(node: YamlNode, placeholders: Placeholders, problems: ProblemList): Selection | undefined {
  if (node.kind === 'scalar') return keyword(node, placeholders, problems);
  const parts =
    node.kind === 'map'
      ? node.entries.map((entry) => itemOf(entry, placeholders, problems))
      : node.items.map((item) => parseSelection(item, placeholders, problems));
  if (parts.length === 0) problems.error(node.place, 'the selection is empty');
  const read = parts.filter((part) => part !== undefined);
  return read.length < parts.length || read.length === 0 ? undefined : { kind: node.kind === 'map' ? 'all' : 'any', of: read };
}

function itemOf(entry: YamlEntry, placeholders: Placeholders, problems: ProblemList): Selection | undefined {
  const item = parseItem(entry.key, entry.keyPlace, entry.value, placeholders, problems);
  return item === undefined ? undefined : { kind: 'item', item };
}

function keyword(scalar: YamlScalar, placeholders: Placeholders, problems: ProblemList): Selection | undefined {
  const item = parseItem('', scalar.place, scalar, placeholders, problems);
  return item === undefined ? undefined : { kind: 'item', item };
}

/** A list of conditions is as many queries: any of them may hold. */
function parseConditions({ value, keyPlace }: YamlEntry, names: readonly string[], problems: ProblemList): Condition | undefined {
  const nodes = value.kind === 'list' ? value.items : [value];
  const conditions = nodes.flatMap((node) => {
    if (node.kind !== 'scalar' || typeof node.value !== 'string') {
      problems.error(node.place, 'a condition is a text');
      return [];
    }
    const parsed = parseCondition(node.text, names);
    if (parsed.kind === 'condition') return [parsed.condition];
    problems.error(inside(node, parsed.offset), `condition: ${parsed.reason}`);
    return [];
  });
  const [only] = conditions;
  if (nodes.length === 0) problems.error(keyPlace, 'the condition is empty');
  if (only === undefined || conditions.length < nodes.length) return undefined;
  return conditions.length === 1 ? only : { kind: 'or', of: conditions };
}

/** The place of a character of a text that stands on one line, as conditions do. A quoted text begins one column later. */
function inside(node: YamlScalar, offset: number): YamlScalar['place'] {
  return { ...node.place, column: node.place.column + offset };
}

function warnOfUnused(map: YamlMap, names: readonly string[], condition: Condition, problems: ProblemList): void {
  const used = new Set(namesIn(condition));
  for (const entry of map.entries) {
    if (names.includes(entry.key) && !used.has(entry.key)) problems.warning(entry.keyPlace, `the condition never asks for "${entry.key}"`);
  }
}

/** Every item of a selection, in the order of the rule. */
export function itemsOf(selection: Selection): readonly DetectionItem[] {
  return selection.kind === 'item' ? [selection.item] : selection.of.flatMap(itemsOf);
}
