import type { CaseView } from '../model/case-view.js';
import type { Container } from '../model/process.js';

/** Finds the container of a process, each read once: a case has thousands of processes to a container. */
export function containerLookup(view: Pick<CaseView, 'container'>): (process: { readonly containerId?: number }) => Container | undefined {
  const known = new Map<number, Container | undefined>();
  return ({ containerId }) => {
    if (containerId === undefined) return undefined;
    if (!known.has(containerId)) known.set(containerId, view.container(containerId));
    return known.get(containerId);
  };
}
