import type { Container } from '../../model/process.js';
import type { ServedPort } from '../../model/served-port.js';
import type { UsageRow } from '../../model/usage.js';
import { type Span, span } from '../drawing/line.js';
import type { ListColumn } from '../drawing/list-columns.js';
import type { Look } from '../drawing/look.js';
import { clockText, countText } from '../drawing/wording.js';
import { portNote } from './port-note.js';
import { usageSpark } from './usage-text.js';

const SPARK_COLUMNS = 12;

/** The columns of the containers view. */
export const CONTAINER_COLUMNS: readonly ListColumn[] = [
  { heading: 'container', least: 14, most: 24, rank: 0 },
  { heading: 'pod', least: 18, most: 48, rank: 3 },
  { heading: 'started', least: 9, most: 9, rank: 4 },
  { heading: 'processes', least: 9, most: 9, align: 'right', rank: 1 },
  { heading: 'late', least: 5, most: 7, align: 'right', rank: 2 },
  { heading: 'listens on', least: 12, most: 26, rank: 5, cut: 'end' },
  { heading: 'image', least: 16, most: 40, rank: 7 },
  { heading: 'use', least: SPARK_COLUMNS, most: SPARK_COLUMNS, rank: 6 },
  { heading: 'commit', least: 8, most: 8, rank: 8 },
];

/** A container's cells, one for each column. */
export function containerCells(
  container: Container,
  ports: readonly ServedPort[],
  usage: UsageRow | undefined,
  look: Look,
): readonly Span[] {
  const { startedAtUs, startedFrom, processCount, lateCount, image, imageId } = container;
  const about = startedFrom === 'first-process' ? '~' : '';
  const listening = ports.filter(({ isListening }) => isListening);
  return [
    span(container.name ?? container.containerId.slice(0, 12), 'group'),
    span([container.namespace, container.pod].filter((part) => part !== undefined).join('/')),
    span(startedAtUs === undefined ? '' : `${about}${clockText(startedAtUs)}`, 'quiet'),
    span(countText(processCount)),
    span(lateCount === 0 ? '' : countText(lateCount), 'late'),
    span(listening.map(portText).join(' '), listening.some((port) => portNote(port).isOdd) ? 'warning' : undefined),
    span(image ?? imageId ?? '', 'quiet'),
    span(usage === undefined ? '' : usageSpark(usage, SPARK_COLUMNS, look)),
    span(container.commit?.slice(0, 8) ?? '', 'strong'),
  ];
}

/** Namespace, pod and container; its own name once where pod and container share it. */
export function placeText({ namespace, pod, name, containerId }: Container): string {
  const own = name ?? containerId.slice(0, 12);
  return [namespace, pod, own].filter((part, at, parts) => part !== undefined && part !== parts[at + 1]).join('/');
}

function portText({ port, protocol, useCount }: ServedPort): string {
  return `${port}${protocol === 'tcp' ? '' : `/${protocol}`}${useCount === 0 ? ' unused' : ''}`;
}
