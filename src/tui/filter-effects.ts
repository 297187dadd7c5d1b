import { parseFilter } from '../model/filter-grammar.js';
import type { Effect } from './effects.js';

/** What puts a filter in force, or clears it when the text is empty; nothing for a text that is not a filter. */
export function filterEffects(text: string): readonly Effect[] {
  if (text.trim() === '') return [{ kind: 'clearFilter' }];
  const parsed = parseFilter(text);
  return parsed.kind === 'filter' ? [{ kind: 'readMatches', purpose: 'filter', text: text.trim(), filter: parsed.filter }] : [];
}
