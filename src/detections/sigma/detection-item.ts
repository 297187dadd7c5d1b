import { nearest } from '../../model/nearest.js';
import type { Matcher } from './matcher.js';
import { ITEM_MODIFIERS, modified, plainText, VALUE_MODIFIERS } from './modifiers.js';
import { openAtEnd, openAtStart } from './pattern.js';
import { patternTest } from './pattern-match.js';
import type { Placeholders } from './placeholders.js';
import type { Place, ProblemList } from './problem.js';
import { regexTest } from './regex.js';
import { type Refusal, refuse, type Value } from './value.js';
import type { YamlNode, YamlScalar } from './yaml-tree.js';

/** A field with what a rule asks of it, or keywords when there is no field. */
export interface DetectionItem {
  readonly field?: string;
  /** As the rule has it: `Image|endswith`. */
  readonly name: string;
  readonly linking: 'any' | 'all';
  readonly isNegated: boolean;
  readonly matchers: readonly Matcher[];
}

/** The item that a key and its value stand for; `undefined` when something in it is wrong, which is reported. */
export function parseItem(
  key: string,
  keyPlace: Place,
  value: YamlNode,
  placeholders: Placeholders,
  problems: ProblemList,
): DetectionItem | undefined {
  const [field = '', ...modifiers] = key.split('|');
  const called = key === '' ? 'a keyword' : key;
  const wrong = modifiers.find((name) => !ITEM_MODIFIERS.has(name) && !VALUE_MODIFIERS.has(name));
  if (wrong !== undefined) {
    problems.error(keyPlace, unknownModifier(wrong));
    return undefined;
  }
  const scalars = scalarsOf(value, problems);
  if (scalars === undefined) return undefined;
  if (scalars.length === 0) {
    problems.error(keyPlace, `${called} has no value`);
    return undefined;
  }
  if (modifiers.includes('all') && scalars.length === 1) problems.warning(keyPlace, 'all has a single value: it changes nothing');
  const isCased = modifiers.includes('cased');
  const matchers = scalars.flatMap((scalar) => {
    const matcher = matcherOf(scalar, { hasField: field !== '', modifiers, isCased, placeholders });
    if (matcher.kind !== 'refused') return [matcher];
    problems.error(scalar.place, `${called}: ${matcher.reason}`);
    return [];
  });
  if (matchers.length < scalars.length) return undefined;
  return {
    ...(field === '' ? {} : { field }),
    name: key,
    linking: modifiers.includes('all') ? 'all' : 'any',
    isNegated: modifiers.includes('neq'),
    matchers,
  };
}

function unknownModifier(name: string): string {
  if (name === '') return 'a modifier is missing after |';
  const meant = nearest(name, [...ITEM_MODIFIERS, ...VALUE_MODIFIERS.keys()]);
  return `there is no modifier "${name}"${meant === undefined ? '' : `: did you mean ${meant}?`}`;
}

function scalarsOf(value: YamlNode, problems: ProblemList): readonly YamlScalar[] | undefined {
  if (value.kind === 'scalar') return [value];
  const nodes = value.kind === 'list' ? value.items : [value];
  const wrong = nodes.find((node) => node.kind !== 'scalar');
  if (wrong === undefined) return nodes.filter((node) => node.kind === 'scalar');
  problems.error(wrong.place, 'a field takes a value or a list of values');
  return undefined;
}

interface ItemContext {
  readonly hasField: boolean;
  readonly modifiers: readonly string[];
  readonly isCased: boolean;
  readonly placeholders: Placeholders;
}

/** What one value asks for. */
export function matcherOf(scalar: YamlScalar, context: ItemContext): Matcher | Refusal {
  let value = scalarValue(scalar);
  const before: string[] = [];
  for (const name of context.modifiers) {
    const modifier = VALUE_MODIFIERS.get(name);
    const result =
      modifier === undefined
        ? value
        : modified(name, modifier, value, { before: [...before], text: scalar.text, placeholders: context.placeholders });
    if (result.kind === 'refused') return result;
    value = result;
    before.push(name);
  }
  return finished(value, scalar.text, context);
}

function scalarValue({ value, text }: YamlScalar): Value {
  if (value === null) return { kind: 'null' };
  if (typeof value === 'number') return { kind: 'number', number: value, text };
  return typeof value === 'boolean' ? { kind: 'boolean', value, text } : plainText(text);
}

function finished(value: Value, shown: string, context: ItemContext): Matcher | Refusal {
  const { hasField, isCased } = context;
  if (isCased && !['text', 'number', 'boolean', 'field', 'expansion'].includes(value.kind)) return refuse('cased is for texts');
  if (!hasField && !['text', 'number', 'boolean', 'regex', 'expansion'].includes(value.kind))
    return refuse('that needs a field to look at');
  switch (value.kind) {
    case 'text':
    case 'number':
    case 'boolean':
      return patternMatcher(value.kind === 'text' ? value : plainLiteral(value.text), shown, hasField, isCased);
    case 'bytes':
      return refuse('an encoding must be followed by base64 or base64offset');
    case 'regex': {
      const regex = regexTest(value);
      return 'kind' in regex ? regex : { kind: 'regex', test: regex.test, shown };
    }
    case 'null':
      return { kind: 'absent', shown: 'null' };
    case 'compared':
      return { kind: 'number', comparison: value.comparison, value: value.number, shown };
    case 'time':
      return { kind: 'time', unit: value.unit, comparison: value.comparison, value: value.number, shown };
    case 'exists':
      return { kind: 'exists', isWanted: value.isWanted, shown };
    case 'cidr':
      return { kind: 'cidr', block: value.block, shown };
    case 'field':
      return { kind: 'field', field: value.field, relation: value.relation, isCased, shown };
    case 'expansion':
      return expansionMatcher(value.of, shown, context);
  }
}

function plainLiteral(text: string): Extract<Value, { kind: 'text' }> {
  return { kind: 'text', pattern: text === '' ? [] : [{ kind: 'text', text }] };
}

/** A keyword is looked for anywhere; a field's value is the whole text unless wildcards open it. */
function patternMatcher({ pattern }: Extract<Value, { kind: 'text' }>, shown: string, hasField: boolean, isCased: boolean): Matcher {
  const whole = hasField ? pattern : openAtStart(openAtEnd(pattern));
  return { kind: 'pattern', pattern: whole, test: patternTest(whole, isCased), shown };
}

function expansionMatcher(values: readonly Value[], shown: string, context: ItemContext): Matcher | Refusal {
  const of: Matcher[] = [];
  for (const value of values) {
    const matcher = finished(value, shown, context);
    if (matcher.kind === 'refused') return matcher;
    of.push(matcher);
  }
  return { kind: 'anyOf', of, shown };
}
