import { isAddressOrBlock } from './address-syntax.js';
import type { Filter, FilterTerm, NumberField, NumberRange, TextPattern } from './filter.js';
import { FILTER_HELP, type FilterKey } from './filter-help.js';
import { type RawTerm, type RawValue, type ScanError, scanTerms, scanValues } from './filter-scan.js';
import { nearest } from './nearest.js';
import { parseTime, type TimeUs } from './time.js';

export { formatFilter } from './filter-format.js';
export { FILTER_HELP, type FilterHelp, type FilterKey } from './filter-help.js';

/** A filter, or what is wrong with its text: one line, the column counted from 1, and what to write instead. */
export type ParseResult = { readonly kind: 'filter'; readonly filter: Filter } | ScanError;

/** The filter that a text like `pod:crawler dst:10.0.0.0/24 port:9200 late` stands for. Empty text matches everything. Never throws. */
export function parseFilter(text: string): ParseResult {
  const raw = scanTerms(text);
  if ('kind' in raw) return raw;
  const terms: FilterTerm[] = [];
  for (const term of raw) {
    const parsed = term.key === undefined ? wordOrFlag(term) : keyTerm(term, term.key);
    if (parsed.kind === 'error') return parsed;
    terms.push(parsed);
  }
  return { kind: 'filter', filter: { terms } };
}

/** The term that a command line option like `--pod crawler,loader` stands for: the grammar's values, but spaces belong to them. */
export function parseFilterValues(key: string, text: string): FilterTerm | ScanError {
  const values = scanValues(text);
  if ('kind' in values) return values;
  return keyTerm({ key, column: 1, isNegated: false, values, isQuoted: false }, key);
}

function wordOrFlag(raw: RawTerm): FilterTerm | ScanError {
  const value = firstValue(raw);
  const flag = raw.isQuoted ? undefined : keyNamed(value.text);
  if (flag?.kind === 'flag') return { kind: 'flag', flag: flag.flag, isNegated: raw.isNegated };
  const pattern = textPattern(value);
  return 'kind' in pattern ? pattern : { kind: 'word', isNegated: raw.isNegated, pattern };
}

function keyTerm(raw: RawTerm, name: string): FilterTerm | ScanError {
  const key = keyNamed(name);
  if (key === undefined) return unknownKey(raw, name);
  switch (key.kind) {
    case 'text':
      return collect(raw.values, textPattern, (patterns) => ({ kind: 'text', field: key.field, isNegated: raw.isNegated, patterns }));
    case 'number':
      return collect(
        raw.values,
        (value) => numberRange(key.field, value),
        (ranges) => ({ kind: 'number', field: key.field, isNegated: raw.isNegated, ranges }),
      );
    case 'address':
      return collect(raw.values, addressBlock, (blocks) => ({ kind: 'address', field: key.field, isNegated: raw.isNegated, blocks }));
    case 'time':
      return timeTerm(raw, key.field);
    case 'flag':
      return fail(`"${key.flag}" takes no value`, raw.column, `write ${key.flag} or !${key.flag}; for the word itself, "${key.flag}"`);
  }
}

function collect<Value>(
  raw: readonly RawValue[],
  read: (value: RawValue) => Value | ScanError,
  term: (values: readonly Value[]) => FilterTerm,
): FilterTerm | ScanError {
  const values: Value[] = [];
  for (const one of raw) {
    const value = read(one);
    if (isError(value)) return value;
    values.push(value);
  }
  return term(values);
}

function textPattern(value: RawValue): TextPattern | ScanError {
  if (value.text === '')
    return fail('a value is missing', value.column, 'an empty value would match everything; * matches whatever has one');
  if (value.isExact) return { match: 'exact', text: value.text };
  if (!value.hasWildcard) return { match: 'substring', text: value.text };
  if (value.hasLiteralStar) {
    return fail(
      'a wildcard and an escaped * or ? in one value',
      value.column,
      'use = for the exact text, or ? where the literal one stands',
    );
  }
  return { match: 'glob', text: value.text };
}

const LARGEST: Readonly<Record<NumberField, number>> = { port: 65_535, pid: 4_294_967_295, uid: 4_294_967_295 };

function numberRange(field: NumberField, value: RawValue): NumberRange | ScanError {
  const match = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(value.text);
  const from = Number(match?.[1]);
  const to = Number(match?.[2] ?? match?.[1]);
  if (match === null) {
    return fail(
      `${field}: "${value.text}" is not a number or a range`,
      value.column,
      `write ${field}:80, ${field}:80,443 or ${field}:8000-9000`,
    );
  }
  if (to > LARGEST[field]) return fail(`${field}: ${to} is larger than any ${field}`, value.column, `the largest is ${LARGEST[field]}`);
  if (from > to) return fail(`${field}: the range ends before it begins`, value.column, `write ${field}:${to}-${from}`);
  return { from, to };
}

function addressBlock(value: RawValue): string | ScanError {
  if (isAddressOrBlock(value.text)) return value.text;
  return fail(`"${value.text}" is not an address or a CIDR block`, value.column, addressHint(value.text));
}

function addressHint(text: string): string {
  const octets = text.split('.').filter((octet) => /^\d{1,3}$/.test(octet));
  const isPartial = octets.length > 0 && octets.length < 4 && /^[\d.]+\.?\*?$/.test(text);
  if (isPartial) return `for a whole network write ${[...octets, '0', '0', '0'].slice(0, 4).join('.')}/${octets.length * 8}`;
  const withPort = /^([\d.]+):(\d+)$/.exec(text);
  if (withPort !== null) return `write the port as its own term: ${withPort[1]} port:${withPort[2]}`;
  if (/[a-z]{2}/i.test(text)) return `names go with dns: dns:${text}`;
  return 'write it like 10.0.0.7, 10.0.0.0/24 or fd00::/8';
}

const DAY_US = 86_400_000_000;

function timeTerm(raw: RawTerm, field: 'since' | 'until'): FilterTerm | ScanError {
  const value = firstValue(raw);
  if (raw.isNegated) {
    return fail(`${field} can't be negated`, raw.column, `write ${field === 'since' ? 'until' : 'since'} instead`);
  }
  if (raw.values.length > 1)
    return fail(`${field} takes one time`, raw.values[1]?.column ?? value.column, 'write the term twice to narrow it');
  const us = timeOrDate(field, value.text);
  if (us !== undefined) return { kind: 'time', field, us };
  return fail(
    `${field}: "${value.text}" is not a time`,
    value.column,
    'write 2023-07-26T07:20:00Z, 2023-07-26T09:20:00+02:00 or 2023-07-26',
  );
}

function timeOrDate(field: 'since' | 'until', text: string): TimeUs | undefined {
  const isDate = /^\d{4}-\d\d-\d\d$/.test(text);
  const us = parseTime(isDate ? `${text}T00:00:00Z` : text)?.us;
  return us !== undefined && isDate && field === 'until' ? us + DAY_US - 1 : us;
}

const KEYS: ReadonlyMap<string, FilterKey> = new Map(
  FILTER_HELP.flatMap((key) => [key.key, ...key.aliases].map((name): [string, FilterKey] => [name, key])),
);

function keyNamed(name: string): FilterKey | undefined {
  return KEYS.get(name.toLowerCase());
}

function unknownKey(raw: RawTerm, name: string): ScanError {
  const quoted = `to search for the text, quote it: "${name}:${firstValue(raw).text}"`;
  const meant = nearest(name, [...KEYS.keys()]);
  return fail(`there is no key "${name}"`, raw.column, meant === undefined ? quoted : `did you mean ${meant}? ${quoted}`);
}

const NO_VALUE: RawValue = { text: '', column: 1, isExact: false, hasWildcard: false, hasLiteralStar: false };

function firstValue(raw: RawTerm): RawValue {
  return raw.values[0] ?? NO_VALUE;
}

function isError(value: unknown): value is ScanError {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'error';
}

function fail(message: string, column: number, hint: string): ScanError {
  return { kind: 'error', message, column, hint };
}
