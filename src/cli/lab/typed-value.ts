import type { Field } from '../../labs/definition.js';

const WHOLE = /^[-+]?\d{1,15}$/;
/** Types whose values stand in YAML without quotes. */
const NUMBERS: ReadonlySet<string> = new Set(['int', 'port']);

/** A line that was typed as an answer, as it is written to the file: commas part the items of a set, digits are a number. Empty: none. */
export function typedValue(field: Field, text: string): string | number | readonly (string | number)[] | undefined {
  const typed = text.trim();
  if (typed === '') return undefined;
  if (field.type.kind === 'single') return valueOfWord(field, typed);
  return typed
    .replace(/^\[(.*)\]$/, '$1')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .map((word) => valueOfWord(field, word));
}

/** One value as it is written to the file. */
export function valueOfWord({ type }: Field, word: string): string | number {
  return NUMBERS.has(type.value.kind) && WHOLE.test(word) ? Number(word) : word;
}
