import { joinText, type Pattern, type PatternPart } from './pattern.js';
import { DASHES } from './pattern-match.js';

/** A dash or slash that begins a word, and does not stand inside one. */
const OPTION_DASH = /(?<![\p{L}\p{N}_])[-/](?=[\p{L}\p{N}_])/u;
const MOST_SPELLINGS = 4096;

/** The pattern with every dash or slash that begins an option open to all the characters that programs take for one. */
export function withDashes(pattern: Pattern): Pattern {
  return pattern.flatMap((part) => (part.kind === 'text' ? split(part.text) : [part]));
}

function split(text: string): readonly PatternPart[] {
  const parts: PatternPart[] = [];
  let rest = text;
  let before = '';
  for (let found = OPTION_DASH.exec(before + rest); found !== null; found = OPTION_DASH.exec(rest)) {
    before = rest.slice(0, found.index);
    if (before !== '') parts.push({ kind: 'text', text: before });
    parts.push({ kind: 'dash' });
    rest = rest.slice(found.index + 1);
  }
  if (rest !== '') parts.push({ kind: 'text', text: rest });
  return parts;
}

/** Every text that a pattern of texts and dashes stands for, or `undefined` when they are too many to write out. */
export function allSpellings(pattern: Pattern): readonly string[] | undefined {
  let spellings: readonly string[] = [''];
  for (const part of joinText(pattern)) {
    const choices = part.kind === 'text' ? [part.text] : [...DASHES];
    spellings = spellings.flatMap((start) => choices.map((choice) => start + choice));
    if (spellings.length > MOST_SPELLINGS) return undefined;
  }
  return spellings;
}
