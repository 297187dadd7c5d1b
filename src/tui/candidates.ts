import type { CaseView } from '../model/case-view.js';
import type { Filter, FilterTerm } from '../model/filter.js';
import type { Process } from '../model/process.js';
import type { Candidate } from './effects.js';

/** A fuzzy search looks at every candidate for each key: of more than this, or of longer ones, typing would wait for it. */
export const MOST_CANDIDATES = 2000;
const LONGEST_TEXT = 200;

/**
 * The processes that a fuzzy search chooses from: those of findings first, then late ones, then the others by time, until there are
 * enough. `isPart` says that there are more.
 */
export function candidatesOf(view: CaseView): { readonly candidates: readonly Candidate[]; readonly isPart: boolean } {
  const found = new Map<number, Candidate>();
  for (const terms of [[flag('finding')], [flag('late')], []]) add(found, view.processes(filterOf(terms), { limit: MOST_CANDIDATES }).rows);
  return { candidates: [...found.values()], isPart: view.overview().processCount > found.size };
}

function add(found: Map<number, Candidate>, processes: readonly Process[]): void {
  for (const { id, binary, arguments: words, pid } of processes) {
    if (found.size >= MOST_CANDIDATES) return;
    if (found.has(id)) continue;
    const path = binary ?? '?';
    const text = [path, (words ?? '').slice(0, LONGEST_TEXT), `(pid ${pid})`].filter((part) => part !== '').join(' ');
    found.set(id, { processId: id, name: path.slice(path.lastIndexOf('/') + 1), text });
  }
}

function flag(name: 'finding' | 'late'): FilterTerm {
  return { kind: 'flag', flag: name, isNegated: false };
}

function filterOf(terms: readonly FilterTerm[]): Filter {
  return { terms };
}
