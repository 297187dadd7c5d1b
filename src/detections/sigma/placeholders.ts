import { joinText, literal, type Pattern, parsePattern } from './pattern.js';
import { type Modified, oneOf, refuse, type Value } from './value.js';

/** What `%name%` stands for, by name. */
export type Placeholders = ReadonlyMap<string, readonly string[]>;

const PLACEHOLDER = /%([\w-]+)%/g;
const MOST_VALUES = 10_000;

/** A stretch of a filled text: what stood there, or what a placeholder stands for. */
interface Piece {
  readonly text: string;
  readonly isMeaning: boolean;
}

type Ways = readonly (readonly Piece[])[];

/** The value with each `%name%` replaced by every one of its meanings. A name that nobody gave a meaning refuses the rule. */
export function expandPlaceholders(value: Value, placeholders: Placeholders): Modified {
  if (value.kind === 'regex') {
    const ways = fill(value.source, placeholders);
    return typeof ways === 'string' ? refuse(ways) : oneOf(ways.map((way) => ({ ...value, source: way.map(({ text }) => text).join('') })));
  }
  if (value.kind !== 'text') return refuse('expand needs a text or a regular expression');
  let patterns: readonly Pattern[] = [[]];
  for (const part of value.pattern) {
    const ways = part.kind === 'text' ? fill(part.text, placeholders) : undefined;
    if (typeof ways === 'string') return refuse(ways);
    const choices = ways === undefined ? [[part]] : ways.map(patternOf);
    patterns = patterns.flatMap((start) => choices.map((choice) => joinText([...start, ...choice])));
    if (patterns.length > MOST_VALUES) return refuse(TOO_MANY);
  }
  return oneOf(patterns.map((pattern) => ({ kind: 'text', pattern })));
}

const TOO_MANY = `the placeholders stand for more than ${MOST_VALUES} values`;

/** Wildcards in a meaning are wildcards; what stood around it was read already. */
function patternOf(way: readonly Piece[]): Pattern {
  return joinText(way.flatMap(({ text, isMeaning }) => (isMeaning ? parsePattern(text) : literal(text))));
}

/** Every way to fill the text, or why it can't be filled. */
function fill(text: string, placeholders: Placeholders): Ways | string {
  let ways: Ways = [[]];
  let from = 0;
  for (const { index, 0: whole, 1: name = '' } of text.matchAll(PLACEHOLDER)) {
    const meanings = placeholders.get(name);
    if (meanings === undefined) return `nothing says what ${whole} stands for`;
    const before = { text: text.slice(from, index), isMeaning: false };
    ways = ways.flatMap((way) => meanings.map((meaning) => [...way, before, { text: meaning, isMeaning: true }]));
    if (ways.length > MOST_VALUES) return TOO_MANY;
    from = index + whole.length;
  }
  return ways.map((way) => [...way, { text: text.slice(from), isMeaning: false }]);
}
