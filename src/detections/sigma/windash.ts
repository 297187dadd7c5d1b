import { joinText, type Pattern, type PatternPart } from './pattern.js';
import { DASHES } from './pattern-match.js';

/** A dash or slash that begins a word, and does not stand inside one. */
const OPTION_DASH = /(?<![\p{L}\p{N}_])[-/](?=[\p{L}\p{N}_])/gu;
const MOST_SPELLINGS = 4096;

/** The pattern with every dash or slash that begins an option open to all the characters that programs take for one. */
export function withDashes(pattern: Pattern): Pattern {
  return pattern.flatMap((part) => (part.kind === 'text' ? split(part.text) : [part]));
}

function split(text: string): readonly PatternPart[] {
  const parts: PatternPart[] = [];
  let from = 0;
  for (const { index } of text.matchAll(OPTION_DASH)) {
    if (index > from) parts.push({ kind: 'text', text: text.slice(from, index) });
    parts.push({ kind: 'dash' });
    from = index + 1;
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
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
