import { type Filter, NO_FILTER } from '../../model/filter.js';
import { parseFilter } from '../../model/filter-grammar.js';
import type { Frame } from '../view.js';

/** Whether the filter in force keeps a process; everything is kept where there is none. */
export function isKept({ filter }: Frame, processId: number): boolean {
  if (filter === undefined) return true;
  const { processIds } = filter;
  let low = 0;
  let high = processIds.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const id = processIds[middle] ?? -1;
    if (id === processId) return true;
    if (id < processId) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

/** The filter in force, for questions that take one. */
export function filterOf({ filter }: Frame): Filter {
  const parsed = filter === undefined ? undefined : parseFilter(filter.text);
  return parsed?.kind === 'filter' ? parsed.filter : NO_FILTER;
}

/** That the filter left nothing of these, and the key that clears it; `undefined` where there is none. */
export function emptiedByFilter({ filter }: Frame, many: string): string | undefined {
  return filter === undefined ? undefined : `The filter "${filter.text}" leaves none of the ${many}. F clears it.`;
}
