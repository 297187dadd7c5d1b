import { FILTER_HELP } from '../../model/filter-grammar.js';
import { aroundCursor, type TypedLine } from './typed-text.js';

/** Values that a case has for a key of the filter, by the key's own spelling. */
export interface Vocabulary {
  readonly [key: string]: readonly string[];
}

const MOST_SHOWN = 50;

/**
 * What the term at the cursor may become: keys and flags of the grammar while no colon was typed, values of the case after one.
 * Best first; nothing for a term that is whole already.
 */
export function completions(line: TypedLine, vocabulary: Vocabulary): readonly string[] {
  const { begin, term } = termAt(line);
  if (begin + term === '') return [];
  const colon = term.indexOf(':');
  const found = colon < 0 ? keysLike(term) : valuesLike(term.slice(0, colon), term.slice(colon + 1), vocabulary);
  return found.filter((one) => one !== term).slice(0, MOST_SHOWN);
}

/** The line with the term at the cursor completed: to the only thing that it may become, else as far as all of them agree. */
export function completed(line: TypedLine, vocabulary: Vocabulary): TypedLine {
  const found = completions(line, vocabulary);
  const { before, begin, term, after } = termAt(line);
  const [only] = found;
  const whole = found.length === 1 && only !== undefined ? `${only}${only.endsWith(':') ? '' : ' '}` : commonBeginning(found);
  if (whole.length <= term.length) return line;
  const text = before + begin + whole;
  return { text: text + after, cursor: text.length };
}

/** The term that the cursor stands at the end of, without the `!` that turns it round. */
function termAt(line: TypedLine): { readonly before: string; readonly begin: string; readonly term: string; readonly after: string } {
  const [typed, after] = aroundCursor(line);
  const [, before = '', begin = '', term = ''] = /^(.*?)(!?)((?:[^\s"]|"[^"]*"?)*)$/.exec(typed) ?? [];
  return { before, begin, term, after };
}

function keysLike(term: string): readonly string[] {
  const typed = term.toLowerCase();
  return FILTER_HELP.flatMap(({ key, kind }) => (key.startsWith(typed) ? [kind === 'flag' ? key : `${key}:`] : []));
}

function valuesLike(key: string, value: string, vocabulary: Vocabulary): readonly string[] {
  const help = FILTER_HELP.find((one) => one.key === key.toLowerCase() || one.aliases.includes(key.toLowerCase()));
  const known = help === undefined ? [] : (vocabulary[help.key] ?? []);
  // Of several values side by side the last one is being typed.
  const comma = value.lastIndexOf(',');
  const [given, typed] = [value.slice(0, comma + 1), value.slice(comma + 1).toLowerCase()];
  return known.filter((one) => one.toLowerCase().startsWith(typed)).map((one) => `${key}:${given}${quoted(one)}`);
}

function quoted(value: string): string {
  return /^[\w.:/@*-]+$/.test(value) ? value : `"${value.replaceAll('"', '')}"`;
}

function commonBeginning(texts: readonly string[]): string {
  const [first = '', ...rest] = texts;
  let length = first.length;
  for (const text of rest) {
    while (!text.startsWith(first.slice(0, length))) length--;
  }
  return first.slice(0, length);
}
