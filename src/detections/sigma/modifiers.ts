import { isAddressOrBlock } from '../../model/address-syntax.js';
import { base64, base64AtEveryOffset, utf8, utf16 } from './encoding.js';
import { addressGroups, type Comparison, type FieldRelation, numberIn, type TimeUnit } from './matcher.js';
import { hasWildcard, literal, openAtEnd, openAtStart, type Pattern, parsePattern } from './pattern.js';
import { expandPlaceholders, type Placeholders } from './placeholders.js';
import { type Modified, oneOf, refuse, type Value } from './value.js';
import { allSpellings, withDashes } from './windash.js';

/** What a modifier is told beside the value. */
export interface ModifierContext {
  /** Names of the modifiers before this one. */
  readonly before: readonly string[];
  /** The value as the rule has it: what `re` reads, before wildcards are looked for. */
  readonly text: string;
  readonly placeholders: Placeholders;
}

type Modifier = (value: Value, context: ModifierContext) => Modified;

/** Modifiers that change a value, by name. `all`, `neq` and `cased` say how a whole item is read and are not among them. */
export const VALUE_MODIFIERS: ReadonlyMap<string, Modifier> = new Map<string, Modifier>([
  ['contains', relation('contains')],
  ['startswith', relation('startswith')],
  ['endswith', relation('endswith')],
  ['exists', exists],
  ['re', regularExpression],
  ['i', flag('i')],
  ['ignorecase', flag('i')],
  ['m', flag('m')],
  ['multiline', flag('m')],
  ['s', flag('s')],
  ['dotall', flag('s')],
  ['base64', toBase64('base64', (bytes) => [base64(bytes)])],
  ['base64offset', toBase64('base64offset', base64AtEveryOffset)],
  ['utf16le', encoding('utf16le', (text) => utf16(text, 'little'))],
  ['wide', encoding('wide', (text) => utf16(text, 'little'))],
  ['utf16be', encoding('utf16be', (text) => utf16(text, 'big'))],
  ['utf16', encoding('utf16', (text) => utf16(text, 'little', true))],
  ['windash', (value) => (value.kind === 'text' ? { kind: 'text', pattern: withDashes(value.pattern) } : incompatible('windash', value))],
  ...(['lt', 'lte', 'gt', 'gte'] as const).map((name): [string, Modifier] => [name, comparison(name)]),
  ...(['minute', 'hour', 'day', 'week', 'month', 'year'] as const).map((name): [string, Modifier] => [name, timeUnit(name)]),
  ['cidr', cidr],
  ['expand', (value, { placeholders }) => expandPlaceholders(value, placeholders)],
  ['fieldref', fieldReference],
]);

/** Modifiers that say how a whole item is read. */
export const ITEM_MODIFIERS: ReadonlySet<string> = new Set(['all', 'neq', 'cased']);

/** Applies a modifier to a value, or to each of the values that it became. */
export function modified(name: string, modifier: Modifier, value: Value, context: ModifierContext): Modified {
  if (value.kind !== 'expansion') return modifier(textual(name, value), context);
  const made: Value[] = [];
  for (const one of value.of) {
    const result = modified(name, modifier, one, context);
    if (result.kind === 'refused') return result;
    made.push(result);
  }
  return { kind: 'expansion', of: made };
}

const KEEPS_NUMBERS = new Set(['lt', 'lte', 'gt', 'gte', 'minute', 'hour', 'day', 'week', 'month', 'year', 'exists']);

/** A number is a text to every modifier that does not reckon. */
function textual(name: string, value: Value): Value {
  const isText = (value.kind === 'number' || value.kind === 'boolean') && !KEEPS_NUMBERS.has(name);
  return isText ? { kind: 'text', pattern: literal(value.text) } : value;
}

function incompatible(name: string, value: Value): Modified {
  const what = value.kind === 'bytes' ? 'an encoded value, which base64 or base64offset must follow' : KIND_NAMES[value.kind];
  return refuse(`${name} can't be used on ${what}`);
}

const KIND_NAMES: Readonly<Record<Exclude<Value['kind'], 'bytes'>, string>> = {
  text: 'a text',
  regex: 'a regular expression',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
  compared: 'a compared number',
  time: 'a part of a time',
  exists: 'exists',
  cidr: 'a network: cidr stands alone',
  field: 'a field reference',
  expansion: 'an expansion',
};

function relation(name: Exclude<FieldRelation, 'equals'>): Modifier {
  return (value) => {
    if (value.kind === 'text') return { kind: 'text', pattern: opened(name, value.pattern) };
    if (value.kind === 'regex') return { ...value, isAtStart: name === 'startswith', isAtEnd: name === 'endswith' };
    return value.kind === 'field' ? { ...value, relation: name } : incompatible(name, value);
  };
}

function opened(name: Exclude<FieldRelation, 'equals'>, pattern: Pattern): Pattern {
  const start = name === 'startswith' ? pattern : openAtStart(pattern);
  return name === 'endswith' ? start : openAtEnd(start);
}

function exists(value: Value, { before }: ModifierContext): Modified {
  if (before.length > 0) return refuse('exists stands alone');
  return value.kind === 'boolean' ? { kind: 'exists', isWanted: value.value } : refuse('exists needs true or false');
}

function regularExpression(value: Value, { before, text }: ModifierContext): Modified {
  if (before.length > 0) return refuse('re must be the first modifier');
  if (value.kind !== 'text') return incompatible('re', value);
  return { kind: 'regex', source: text, flags: '', isAtStart: false, isAtEnd: false };
}

function flag(letter: 'i' | 'm' | 's'): Modifier {
  return (value) =>
    value.kind === 'regex'
      ? { ...value, flags: value.flags + letter }
      : refuse(`${letter} belongs to a regular expression: re comes first`);
}

function encoding(name: string, encode: (text: string) => string): Modifier {
  return (value) => bytesOf(name, value, encode);
}

function bytesOf(name: string, value: Value, encode: (text: string) => string): Modified {
  if (value.kind !== 'text') return incompatible(name, value);
  if (hasWildcard(value.pattern)) return refuse(`${name} can't encode a value with wildcards`);
  const spellings = allSpellings(value.pattern);
  if (spellings === undefined) return refuse(`${name} can't write out that many spellings of the value's dashes`);
  return oneOf(spellings.map((text) => ({ kind: 'bytes', bytes: encode(text) })));
}

function toBase64(name: string, encode: (bytes: string) => readonly string[]): Modifier {
  return (value) => {
    const source = value.kind === 'bytes' ? value : bytesOf(name, value, utf8);
    if (source.kind === 'refused') return source;
    const bytes = source.kind === 'expansion' ? source.of : [source];
    return oneOf(bytes.flatMap((one) => (one.kind === 'bytes' ? encode(one.bytes).map(asText) : [])));
  };
}

function asText(text: string): Value {
  return { kind: 'text', pattern: literal(text) };
}

function comparison(name: Comparison): Modifier {
  return (value) => {
    if (value.kind === 'time') return { ...value, comparison: name };
    const number = numberOf(value);
    return number === undefined ? refuse(`${name} needs a number`) : { kind: 'compared', comparison: name, number };
  };
}

function timeUnit(unit: TimeUnit): Modifier {
  return (value) => {
    const number = numberOf(value);
    return number === undefined ? refuse(`${unit} needs a number`) : { kind: 'time', unit, comparison: 'eq', number };
  };
}

function numberOf(value: Value): number | undefined {
  if (value.kind === 'number') return value.number;
  const [part] = value.kind === 'text' && value.pattern.length === 1 ? value.pattern : [];
  return part?.kind === 'text' ? numberIn(part.text) : undefined;
}

function cidr(value: Value, { before, text }: ModifierContext): Modified {
  if (before.length > 0) return refuse('cidr stands alone');
  const [address = '', bits] = text.split('/');
  const groups = addressGroups(address);
  if (value.kind !== 'text' || groups === undefined || !isAddressOrBlock(text))
    return refuse(`"${text}" is not an address block like 10.0.0.0/8`);
  const widest = groups.length === 4 ? 32 : 128;
  // Written ::ffff:10.0.0.0/104, the block counts the 96 bits that an IPv4 address does not have.
  const isMapped = groups.length === 4 && address.includes(':');
  return { kind: 'cidr', block: { groups, bits: bits === undefined ? widest : Math.max(0, Number(bits) - (isMapped ? 96 : 0)) } };
}

function fieldReference(value: Value): Modified {
  if (value.kind !== 'text') return incompatible('fieldref', value);
  if (hasWildcard(value.pattern))
    return refuse("a field reference can't have wildcards: fieldref comes before contains, startswith and endswith");
  const plain = value.pattern.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  return plain === '' ? refuse('fieldref needs the name of a field') : { kind: 'field', field: plain, relation: 'equals' };
}

/** The value that a rule's text is before its modifiers. */
export function plainText(text: string): Value {
  return { kind: 'text', pattern: parsePattern(text) };
}
