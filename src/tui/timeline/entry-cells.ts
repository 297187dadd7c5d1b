import { formatDuration, formatTime, type TimeUs } from '../../model/time.js';
import type { TimelineEntry, TimelineKind } from '../../model/timeline.js';
import { type Span, span } from '../drawing/line.js';
import type { ListColumn } from '../drawing/list-columns.js';
import type { Role } from '../drawing/theme.js';
import { shortProcessName } from '../drawing/wording.js';

/** The columns of the timeline. */
export const ENTRY_COLUMNS: readonly ListColumn[] = [
  { heading: 'time', least: 12, most: 12, rank: 1 },
  { heading: 'from it', least: 9, most: 9, align: 'right', rank: 4 },
  { heading: 'where', least: 12, most: 24, rank: 3 },
  { heading: 'who', least: 14, most: 22, rank: 2 },
  { heading: 'what', least: 24, rank: 0, cut: 'end' },
];

const ROLES: Readonly<Partial<Record<TimelineKind, Role>>> = {
  finding: 'finding',
  alert: 'finding',
  gap: 'warning',
  exit: 'quiet',
  close: 'quiet',
};

/** An entry's cells, one for each column. `atUs`: the moment that everything is around. */
export function entryCells(entry: TimelineEntry, atUs: TimeUs | undefined, hasSeveralNodes: boolean): readonly Span[] {
  const { process, summary, kind, level } = entry;
  const what = kind === 'finding' ? `! ${level ?? ''} ${summary}` : summary;
  return [
    span(entry.atUs === undefined ? '' : formatTime(entry.atUs).slice(11, 23).replace('Z', '')),
    span(entry.atUs === undefined || atUs === undefined ? '' : deltaText(entry.atUs - atUs), 'quiet'),
    span(placeText(entry, hasSeveralNodes)),
    span(process === undefined ? '' : shortProcessName(process), 'strong'),
    span(what, ROLES[kind]),
  ];
}

function deltaText(us: number): string {
  return us === 0 ? '' : us < 0 ? formatDuration(us) : `+${formatDuration(us)}`;
}

/** Container or pod; the node where there is neither, and before both where there are several. */
function placeText({ node, pod, containerName }: TimelineEntry, hasSeveralNodes: boolean): string {
  const place = containerName ?? pod;
  if (place === undefined) return node ?? '';
  return hasSeveralNodes && node !== undefined ? `${node}/${place}` : place;
}
