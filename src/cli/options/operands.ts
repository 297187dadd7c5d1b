import { FILTER_HELP } from '../../model/filter-grammar.js';

/** What the words of a command line are: inputs to read and terms of a filter. */
export interface Operands {
  readonly inputs: readonly string[];
  readonly filterWords: readonly string[];
}

const KEYS: ReadonlySet<string> = new Set(
  FILTER_HELP.filter((help) => help.kind !== 'flag').flatMap((help) => [help.key, ...help.aliases]),
);
const FLAGS: ReadonlySet<string> = new Set(FILTER_HELP.filter((help) => help.kind === 'flag').map((help) => help.key));

/** Tells inputs from filter terms: a word that names no file and reads as a term (`pod:crawler`, `late`, `!probe`) is one. */
export function sortOperands(words: readonly string[], exists: (path: string) => boolean): Operands {
  const isTerm = (word: string): boolean => readsAsTerm(word) && !exists(word);
  return { inputs: words.filter((word) => !isTerm(word)), filterWords: words.filter(isTerm) };
}

function readsAsTerm(word: string): boolean {
  const bare = word.replace(/^!/, '').toLowerCase();
  const colon = bare.indexOf(':');
  return colon === -1 ? FLAGS.has(bare) : KEYS.has(bare.slice(0, colon));
}
