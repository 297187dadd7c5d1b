import type { Listener } from '../../model/listener.js';
import type { Container } from '../../model/process.js';
import { type Span, span } from '../drawing/line.js';
import type { ListColumn } from '../drawing/list-columns.js';
import { clockText, countText } from '../drawing/wording.js';

/** The columns of the containers view. */
export const CONTAINER_COLUMNS: readonly ListColumn[] = [
  { heading: 'container', least: 14, most: 24, rank: 0 },
  { heading: 'pod', least: 18, most: 48, rank: 3 },
  { heading: 'started', least: 8, most: 8, rank: 4 },
  { heading: 'processes', least: 9, most: 9, align: 'right', rank: 1 },
  { heading: 'late', least: 5, most: 7, align: 'right', rank: 2 },
  { heading: 'listens on', least: 12, most: 26, rank: 5, cut: 'end' },
  { heading: 'image', least: 16, rank: 6 },
];

/** A container's cells, one for each column. */
export function containerCells(container: Container, listeners: readonly Listener[]): readonly Span[] {
  const { startedAtUs, startedFrom, processCount, lateCount, image, imageId } = container;
  const about = startedFrom === 'first-process' ? '~' : '';
  const isUnused = listeners.some(({ useCount }) => useCount === 0);
  return [
    span(container.name ?? container.containerId.slice(0, 12), 'group'),
    span([container.namespace, container.pod].filter((part) => part !== undefined).join('/')),
    span(startedAtUs === undefined ? '' : `${about}${clockText(startedAtUs)}`, 'quiet'),
    span(countText(processCount)),
    span(lateCount === 0 ? '' : countText(lateCount), 'late'),
    span(listeners.map(portText).join(' '), isUnused ? 'warning' : undefined),
    span(image ?? imageId ?? '', 'quiet'),
  ];
}

/** Namespace, pod and container; its own name once where pod and container share it. */
export function placeText({ namespace, pod, name, containerId }: Container): string {
  const own = name ?? containerId.slice(0, 12);
  return [namespace, pod, own].filter((part, at, parts) => part !== undefined && part !== parts[at + 1]).join('/');
}

function portText({ port, protocol, useCount }: Listener): string {
  return `${port}${protocol === 'tcp' ? '' : `/${protocol}`}${useCount === 0 ? ' unused' : ''}`;
}
