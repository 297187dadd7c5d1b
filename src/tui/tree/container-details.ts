import type { TreeGroup } from '../../model/case-view.js';
import type { Container, Process } from '../../model/process.js';
import { formatTime } from '../../model/time.js';
import { countText } from '../drawing/wording.js';
import { type Detail, field, heading, sections, sentence } from './detail-lines.js';

/** Pod and container of a process. */
export function containerSections(container: Container | undefined, process?: Process): readonly (readonly Detail[])[] {
  if (container === undefined)
    return [[heading('Container'), sentence(process === undefined ? 'not known' : 'none: it ran on the host, or nothing tells')]];
  return [podSection(container), containerSection(container, process)];
}

function podSection(container: Container): readonly Detail[] {
  return [
    heading('Pod'),
    ...field('namespace', container.namespace),
    ...field('name', container.pod),
    ...field('workload', [container.workloadKind, container.workload].filter((part) => part !== undefined).join(' ')),
    ...Object.entries(container.labels ?? {}).flatMap(([key, value]) => field('label', `${key}=${value}`)),
  ];
}

function containerSection(container: Container, process: Process | undefined): readonly Detail[] {
  return [
    heading(process?.containerIsInferred === true ? "Container (inferred from the process's relatives)" : 'Container'),
    ...field('ID', container.containerId),
    ...field('name', container.name),
    ...field('image ID', container.imageId),
    ...field('image name', container.image),
    ...field('start time', startText(container)),
    ...field('PID inside', process?.containerPid),
    ...field('runtime', container.runtime),
    ...field('addresses', container.addresses.join(' ')),
  ];
}

function startText(container: Container): string | undefined {
  if (container.startedAtUs === undefined) return undefined;
  const from = container.startedFrom === 'first-process' ? ' (its first process seen)' : '';
  return `${formatTime(container.startedAtUs)}${from}`;
}

/** Everything known of an upper level of the tree. */
export function groupDetails(group: TreeGroup, container: Container | undefined): readonly Detail[] {
  return sections(
    [
      heading(`${group.kind} ${group.label}`),
      ...field('processes', countText(group.processCount)),
      ...field('late', group.lateCount === 0 ? undefined : countText(group.lateCount), 'late'),
    ],
    ...(container === undefined ? [] : containerSections(container)),
  );
}
