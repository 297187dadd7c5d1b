import type { CaseView } from '../../model/case-view.js';
import { type Filter, NO_FILTER } from '../../model/filter.js';
import type { Container } from '../../model/process.js';
import type { ServedPort } from '../../model/served-port.js';
import type { UsageRow } from '../../model/usage.js';
import type { ContainerDetails, ContainerFacts } from './containers-state.js';

const MOST_LATE = 12;

/** The containers that hold a process which the filter keeps, in the case's order. */
export function keptContainers(view: CaseView, filter: Filter): readonly Container[] {
  const all = view.containers();
  if (filter.terms.length === 0) return all;
  const kept = new Set(view.matchingContainers(filter));
  const containerIds = new Set(all.filter(({ id }) => kept.has(id)).map(({ containerId }) => containerId));
  return all.filter(({ containerId }) => containerIds.has(containerId));
}

/** What all containers are drawn from: their ports, unless these would take too long, and what they used. */
export function containerFacts(view: CaseView, withPorts: boolean): ContainerFacts {
  const ports = new Map<number, ServedPort[]>();
  for (const port of withPorts ? view.servedPorts() : []) {
    const known = ports.get(port.containerId ?? -1);
    if (known === undefined) ports.set(port.containerId ?? -1, [port]);
    else known.push(port);
  }
  const used = view.usage({ filter: NO_FILTER, by: 'container', intervalSeconds: 'auto', includesSystem: false });
  const usage = new Map(
    used.rows.flatMap((row): readonly (readonly [number, UsageRow])[] => (row.containerId === undefined ? [] : [[row.containerId, row]])),
  );
  return { ports, usage, arePortsLeftOut: !withPorts };
}

/** What the details of a container need besides itself. */
export function containerDetails(view: CaseView, container: Container): ContainerDetails {
  const main = container.mainProcess === undefined ? undefined : view.process(container.mainProcess);
  const late = view.lateIn(container.id, MOST_LATE);
  return { containerId: container.id, late, ...(main === undefined ? {} : { main }) };
}
