import { type Pattern, parsePattern, joinText } from './pattern.js';
import { type Modified, refuse, type Value } from './value.js';

/** What `%name%` stands for, by name. */
export type Placeholders = ReadonlyMap<string, readonly string[]>;

const PLACEHOLDER = /%([\w-]+)%/;
const MOST_VALUES = 10_000;

/** The value with each `%name%` replaced by every one of its meanings. A name that nobody gave a meaning refuses the rule. */
export function expandPlaceholders(value: Value, placeholders: Placeholders): Modified {
  if (value.kind === 'regex') return expandRegex(value, placeholders);
  if (value.kind !== 'text') return refuse('expand needs a text or a regular expression');
  let patterns: readonly Pattern[] = [[]];
  for (const part of value.pattern) {
    const choices = part.kind === 'text' ? choicesOf(part.text, placeholders) : [[part]];
    if (typeof choices === 'string') return refuse(choices);
    patterns = patterns.flatMap((start) => choices.map((choice) => joinText([...start, ...choice])));
    if (patterns.length > MOST_VALUES) return refuse(`the placeholders stand for more than ${MOST_VALUES} values`);
  }
  return oneOrMore(patterns.map((pattern) => ({ kind: 'text', pattern })));
}

function expandRegex(value: Extract<Value, { kind: 'regex' }>, placeholders: Placeholders): Modified {
  const sources = fill(value.source, placeholders, (text) => text);
  return typeof sources === 'string' ? refuse(sources) : oneOrMore(sources.map((parts) => ({ ...value, source: parts.join('') })));
}

function choicesOf(text: string, placeholders: Placeholders): readonly Pattern[] | string {
  const filled = fill<Pattern>(text, placeholders, parsePattern, (plain) => [{ kind: 'text', text: plain }]);
  return typeof filled === 'string' ? filled : filled.map((parts) => joinText(parts.flat()));
}

/** Every way to fill the text, each as its parts in order; a text: why it can't be filled. */
function fill<Part>(
  text: string,
  placeholders: Placeholders,
  meaning: (value: string) => Part | string,
  plain: (text: string) => Part | string = (same) => same,
): readonly (readonly (Part | string)[])[] | string {
  let ways: readonly (readonly (Part | string)[])[] = [[]];
  let rest = text;
  for (let found = PLACEHOLDER.exec(rest); found !== null; found = PLACEHOLDER.exec(rest)) {
    const [whole, name = ''] = found;
    const values = placeholders.get(name);
    if (values === undefined) return `nobody said what ${whole} stands for`;
    const before = rest.slice(0, found.index);
    ways = ways.flatMap((way) => values.map((value) => [...way, ...(before === '' ? [] : [plain(before)]), meaning(value)]));
    if (ways.length > MOST_VALUES) return `the placeholders stand for more than ${MOST_VALUES} values`;
    rest = rest.slice(found.index + whole.length);
  }
  return rest === '' ? ways : ways.map((way) => [...way, plain(rest)]);
}

function oneOrMore(values: readonly Value[]): Value {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : { kind: 'expansion', of: values };
}
