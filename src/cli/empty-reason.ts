import type { Filter } from '../model/filter.js';
import { formatFilter } from '../model/filter-grammar.js';

/**
 * Which condition left nothing: the ones that match nothing by themselves, else the ones without which something would match, else
 * all together. `isEmpty` tells whether a filter matches nothing.
 */
export function emptyReason(filter: Filter, isEmpty: (filter: Filter) => boolean): string {
  const terms = filter.terms.map((term) => formatFilter({ terms: [term] }));
  const alone = terms.filter((_, at) => isEmpty({ terms: filter.terms.slice(at, at + 1) }));
  if (alone.length > 0) return `nothing matches ${alone.join(', nor ')}`;
  const decisive = terms.filter((_, at) => !isEmpty({ terms: filter.terms.toSpliced(at, 1) }));
  if (decisive.length > 0) return `something matches without ${decisive.join(', or without ')}`;
  return `each of ${terms.join(' ')} matches something, nothing matches all`;
}
