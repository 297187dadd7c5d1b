import type { CaseView } from '../model/case-view.js';
import type { Filter } from '../model/filter.js';

/** Rows of the containers in which a process matches, and the nodes where one matches outside any; `undefined` for a filter without terms. */
export function matchingPlaces(
  view: CaseView,
  filter: Filter,
): { readonly containers: ReadonlySet<number>; readonly hosts: ReadonlySet<string> } | undefined {
  if (filter.terms.length === 0) return undefined;
  const containers = new Set<number>();
  const hosts = new Set<string>();
  for (const id of view.matchingProcesses(filter)) {
    const process = view.process(id);
    if (process?.containerId !== undefined) containers.add(process.containerId);
    else if (process !== undefined) hosts.add(process.node);
  }
  return { containers, hosts };
}
