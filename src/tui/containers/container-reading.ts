import type { CaseView } from '../../model/case-view.js';
import type { Filter, FilterTerm, Flag } from '../../model/filter.js';
import type { Listener } from '../../model/listener.js';
import type { Container } from '../../model/process.js';
import type { ContainerDetails } from './containers-state.js';

const MOST_LATE = 12;

/** The containers that hold a process which the filter keeps, in the case's order. */
export function keptContainers(view: CaseView, filter: Filter): readonly Container[] {
  const all = view.containers();
  if (filter.terms.length === 0) return all;
  return all.filter((container) => view.processes({ terms: [...filter.terms, within(container)] }, { limit: 1 }).rows.length > 0);
}

/** Ports by row of the container that they are listened on in. */
export function listenersByContainer(view: CaseView): ReadonlyMap<number, readonly Listener[]> {
  const listeners = new Map<number, Listener[]>();
  for (const listener of view.listeners()) {
    const { containerId } = listener;
    if (containerId === undefined) continue;
    const known = listeners.get(containerId);
    if (known === undefined) listeners.set(containerId, [listener]);
    else known.push(listener);
  }
  return listeners;
}

/** What the details of a container need besides itself. */
export function containerDetails(view: CaseView, container: Container): ContainerDetails {
  const main = container.mainProcess === undefined ? undefined : view.process(container.mainProcess);
  const flagged = (flag: Flag) =>
    view.processes({ terms: [within(container), { kind: 'flag', flag, isNegated: false }] }, { limit: MOST_LATE }).rows;
  const late = [...flagged('late'), ...flagged('entered')].sort((a, b) => (a.startedAtUs ?? 0) - (b.startedAtUs ?? 0));
  return { containerId: container.id, late: late.slice(0, MOST_LATE), ...(main === undefined ? {} : { main }) };
}

function within({ containerId }: Container): FilterTerm {
  return { kind: 'text', field: 'container', isNegated: false, patterns: [{ match: 'exact', text: containerId }] };
}
