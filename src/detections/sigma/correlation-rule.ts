import { type Condition, parseCondition } from './condition.js';
import { type DocumentHead, listOf, parseHead, textOf } from './document.js';
import { type Comparison, numberIn } from './matcher.js';
import type { Place, ProblemList } from './problem.js';
import { entryOf, type YamlEntry, type YamlMap } from './yaml-tree.js';

/** What a correlation reckons with: events, distinct values or numbers of a field, or which rules were seen. */
export const CORRELATION_TYPES = [
  'event_count',
  'value_count',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
  'temporal',
  'temporal_ordered',
] as const;

/** One of the types of correlations. */
export type CorrelationType = (typeof CORRELATION_TYPES)[number];

/** A bound that a reckoned number must keep. */
export interface Bound {
  readonly comparison: Comparison;
  readonly value: number;
}

/** When a window of a correlation counts: its number keeps every bound, or the rules seen in it satisfy an expression. */
export type CorrelationCondition =
  | { readonly kind: 'bounds'; readonly bounds: readonly Bound[]; readonly fields: readonly string[]; readonly percentile?: number }
  | { readonly kind: 'expression'; readonly condition: Condition };

/** A correlation that loaded. Rules are called as its author does, by id or name, until `rules` are looked up. */
export interface SigmaCorrelation extends DocumentHead {
  readonly kind: 'correlation';
  readonly key: string;
  readonly type: CorrelationType;
  readonly rules: readonly string[];
  readonly rulesPlace: Place;
  readonly groupBy: readonly string[];
  readonly timespanUs: number;
  /** Alias, then rule, then the field of that rule's events that the alias stands for. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly condition: CorrelationCondition;
  /** True: its rules' own matches stay findings. */
  readonly generates: boolean;
}

/** The correlation that a document is; `undefined` when something in it is wrong, which is reported. */
export function parseCorrelation(map: YamlMap, problems: ProblemList): SigmaCorrelation | undefined {
  const before = problems.errorCount;
  const head = parseHead(map, problems);
  const body = entryOf(map, 'correlation')?.value;
  if (body?.kind !== 'map') {
    problems.error(body?.place ?? map.place, 'correlation is a mapping');
    return undefined;
  }
  const type = typeOf(body, problems);
  const listed = listOf(body, 'rules', problems);
  const condition = type === undefined ? undefined : conditionOf(body, type, listed, problems);
  const rules = listed.length > 0 || condition?.kind !== 'expression' ? listed : (wordsOf(body) ?? []);
  if (rules.length === 0) problems.error(entryOf(body, 'rules')?.keyPlace ?? body.place, 'the correlation names no rules');
  const timespanUs = timespanOf(body, problems);
  const aliases = aliasesOf(body, rules, problems);
  const generates = generatesOf(body, problems) || generatesOf(map, problems);
  if (head === undefined || type === undefined || condition === undefined || timespanUs === undefined || problems.errorCount > before)
    return undefined;
  const rulesPlace = entryOf(body, 'rules')?.keyPlace ?? body.place;
  const groupBy = listOf(body, 'group-by', problems);
  return {
    ...head,
    kind: 'correlation',
    key: head.id ?? head.name ?? head.title,
    type,
    rules,
    rulesPlace,
    groupBy,
    timespanUs,
    aliases,
    condition,
    generates,
  };
}

function typeOf(body: YamlMap, problems: ProblemList): CorrelationType | undefined {
  const text = textOf(body, 'type', problems);
  const type = CORRELATION_TYPES.find((one) => one === text);
  if (type === undefined)
    problems.error(
      entryOf(body, 'type')?.value.place ?? body.place,
      `type ${text === undefined ? 'is missing' : `"${text}" is none of ${CORRELATION_TYPES.join(', ')}`}`,
    );
  return type;
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, M: 2_629_746, y: 31_556_952 };

function timespanOf(body: YamlMap, problems: ProblemList): number | undefined {
  const text = textOf(body, 'timespan', problems);
  const [, count = '', unit = ''] = /^(\d{1,9})([smhdwMy])$/.exec(text ?? '') ?? [];
  const seconds = Number(count) * (UNIT_SECONDS[unit] ?? 0);
  if (seconds > 0) return seconds * 1_000_000;
  const what = text === undefined ? 'timespan is missing' : `timespan "${text}" is not a number and s, m, h, d, w, M or y`;
  problems.error(entryOf(body, 'timespan')?.value.place ?? body.place, what);
  return undefined;
}

function conditionOf(
  body: YamlMap,
  type: CorrelationType,
  rules: readonly string[],
  problems: ProblemList,
): CorrelationCondition | undefined {
  const entry = entryOf(body, 'condition');
  const isTemporal = type === 'temporal' || type === 'temporal_ordered';
  if (entry === undefined) {
    if (isTemporal) return { kind: 'bounds', bounds: [{ comparison: 'gte', value: rules.length }], fields: [] };
    problems.error(body.place, `${type} needs a condition`);
    return undefined;
  }
  if (entry.value.kind === 'scalar') return expressionOf(entry, isTemporal, rules, body, problems);
  if (entry.value.kind === 'map') return boundsOf(entry.value, type, problems);
  problems.error(entry.value.place, 'condition is a mapping like gte: 10');
  return undefined;
}

function expressionOf(
  entry: YamlEntry,
  isTemporal: boolean,
  rules: readonly string[],
  body: YamlMap,
  problems: ProblemList,
): CorrelationCondition | undefined {
  const { value } = entry;
  if (!isTemporal || value.kind !== 'scalar') {
    problems.error(value.place, 'only temporal correlations take an expression: write a mapping like gte: 10');
    return undefined;
  }
  const parsed = parseCondition(value.text, rules.length > 0 ? rules : (wordsOf(body) ?? []));
  if (parsed.kind === 'condition') return { kind: 'expression', condition: parsed.condition };
  problems.error({ ...value.place, column: value.place.column + parsed.offset }, `condition: ${parsed.reason}`);
  return undefined;
}

/** The rules that an expression names, for a correlation that does not list them. */
function wordsOf(body: YamlMap): readonly string[] | undefined {
  const value = entryOf(body, 'condition')?.value;
  if (value?.kind !== 'scalar') return undefined;
  return [...new Set(value.text.match(/[^\s()|]+/g) ?? [])].filter((word) => !['and', 'or', 'not'].includes(word));
}

const COMPARISONS = ['lt', 'lte', 'gt', 'gte', 'eq', 'neq'] as const;

function boundsOf(map: YamlMap, type: CorrelationType, problems: ProblemList): CorrelationCondition | undefined {
  const before = problems.errorCount;
  const bounds = map.entries.flatMap(({ key, keyPlace, value }): Bound[] => {
    const comparison = COMPARISONS.find((one) => one === key);
    if (comparison === undefined) {
      if (key !== 'field' && key !== 'percentile')
        problems.error(keyPlace, `condition: "${key}" is none of ${COMPARISONS.join(', ')}, field and percentile`);
      return [];
    }
    const number = value.kind === 'scalar' ? numberIn(value.text) : undefined;
    if (number === undefined) problems.error(value.place, `condition: ${key} needs a number`);
    return number === undefined ? [] : [{ comparison, value: number }];
  });
  const fields = listOf(map, 'field', problems);
  const percentile = numberIn(textOf(map, 'percentile', problems) ?? '');
  if (problems.errorCount > before) return undefined;
  for (const reason of boundsFaults(type, bounds, fields, percentile)) problems.error(map.place, `condition: ${reason}`);
  return problems.errorCount > before ? undefined : { kind: 'bounds', bounds, fields, ...(percentile === undefined ? {} : { percentile }) };
}

function boundsFaults(
  type: CorrelationType,
  bounds: readonly Bound[],
  fields: readonly string[],
  percentile: number | undefined,
): readonly string[] {
  const faults: string[] = [];
  const countsValues = type.startsWith('value_');
  if (bounds.length === 0) faults.push('a bound is missing, like gte: 10');
  if (countsValues && fields.length === 0) faults.push(`${type} needs a field`);
  if (!countsValues && fields.length > 0) faults.push(`${type} takes no field`);
  if (fields.length > 1 && type !== 'value_count') faults.push(`${type} takes one field`);
  if (type === 'value_percentile' && (percentile === undefined || percentile < 0 || percentile > 100))
    faults.push('value_percentile needs a percentile from 0 to 100');
  if (type !== 'value_percentile' && percentile !== undefined) faults.push(`${type} takes no percentile`);
  if (type === 'temporal_ordered' && bounds.some(({ comparison }) => comparison !== 'gte' && comparison !== 'gt'))
    faults.push('temporal_ordered is bounded from below only');
  return faults;
}

function aliasesOf(body: YamlMap, rules: readonly string[], problems: ProblemList): SigmaCorrelation['aliases'] {
  const value = entryOf(body, 'aliases')?.value;
  if (value === undefined) return new Map();
  if (value.kind !== 'map') {
    problems.error(value.place, 'aliases is a mapping of names to rules and their fields');
    return new Map();
  }
  return new Map(value.entries.map((alias) => [alias.key, aliasFields(alias, rules, problems)]));
}

function aliasFields(alias: YamlEntry, rules: readonly string[], problems: ProblemList): ReadonlyMap<string, string> {
  if (alias.value.kind !== 'map') {
    problems.error(alias.value.place, `alias ${alias.key} is a mapping of rules to fields`);
    return new Map();
  }
  return new Map(
    alias.value.entries.flatMap(({ key, keyPlace, value }): [string, string][] => {
      if (!rules.includes(key)) problems.error(keyPlace, `alias ${alias.key}: the correlation has no rule "${key}"`);
      if (value.kind === 'scalar' && value.text !== '') return [[key, value.text]];
      problems.error(value.place, `alias ${alias.key}: the field of ${key} is a word`);
      return [];
    }),
  );
}

function generatesOf(map: YamlMap, problems: ProblemList): boolean {
  const value = entryOf(map, 'generate')?.value;
  if (value === undefined) return false;
  if (value.kind === 'scalar' && typeof value.value === 'boolean') return value.value;
  problems.error(value.place, 'generate is true or false');
  return false;
}
