import type { Filter, FilterTerm, NumberRange, TextPattern } from './filter.js';
import { FILTER_HELP } from './filter-help.js';
import { formatTime } from './time.js';

/** The filter in the grammar's shortest spelling: reading it again gives the same filter. `""` for one that matches everything. */
export function formatFilter(filter: Filter): string {
  return filter.terms.map(formatTerm).join(' ');
}

function formatTerm(term: FilterTerm): string {
  switch (term.kind) {
    case 'text':
      return `${not(term)}${term.field}:${term.patterns.map(valueText).join(',')}`;
    case 'number':
      return `${not(term)}${term.field}:${term.ranges.map(rangeText).join(',')}`;
    case 'address':
      return `${not(term)}${term.field}:${term.blocks.join(',')}`;
    case 'time':
      return `${term.field}:${formatTime(term.us)}`;
    case 'flag':
      return `${not(term)}${term.flag}`;
    case 'word':
      return `${not(term)}${wordText(term.pattern)}`;
  }
}

function not(term: { readonly isNegated: boolean }): string {
  return term.isNegated ? '!' : '';
}

function rangeText(range: NumberRange): string {
  return range.from === range.to ? String(range.from) : `${range.from}-${range.to}`;
}

function valueText(pattern: TextPattern): string {
  switch (pattern.match) {
    case 'glob':
      return escaped(pattern.text);
    case 'exact':
      return `=${mustQuoteExact(pattern.text) ? quoted(pattern.text) : pattern.text}`;
    case 'substring':
      return mustQuote(pattern.text) ? quoted(pattern.text) : pattern.text;
  }
}

const FLAG_NAMES: ReadonlySet<string> = new Set(FILTER_HELP.filter((key) => key.kind === 'flag').map((key) => key.key));

/** As a value, and not to be taken for a negation, a flag or a key either. */
function wordText(pattern: TextPattern): string {
  const isMistakable =
    /^[!-]/.test(pattern.text) || /^[A-Za-z][A-Za-z-]*:/.test(pattern.text) || FLAG_NAMES.has(pattern.text.toLowerCase());
  if (!isMistakable || pattern.match === 'exact') return valueText(pattern);
  if (pattern.match === 'substring') return quoted(pattern.text);
  return /^[!-]/.test(pattern.text) ? `\\${escaped(pattern.text)}` : escaped(pattern.text).replace(':', '\\:');
}

function mustQuote(text: string): boolean {
  return text.startsWith('=') || /[*?]/.test(text) || mustQuoteExact(text);
}

function mustQuoteExact(text: string): boolean {
  return text === '' || /[\s,\\]/.test(text) || /^["']/.test(text) || /[*?]/.test(text);
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/** A glob can't be quoted, for its wildcards would become literal: what would end it is escaped. */
function escaped(text: string): string {
  return text.replace(/[\s,\\]/g, '\\$&').replace(/^["'=]/, '\\$&');
}
