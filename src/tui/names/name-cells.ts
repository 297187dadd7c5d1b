import { type Span, span } from '../drawing/line.js';
import type { ListColumn } from '../drawing/list-columns.js';
import { clockText, countText } from '../drawing/wording.js';
import type { ListedName } from './names-state.js';

/** The columns of the names view. */
export const NAME_COLUMNS: readonly ListColumn[] = [
  { heading: 'name', least: 26, rank: 0 },
  { heading: 'what is odd', least: 20, most: 26, rank: 1, cut: 'end' },
  { heading: 'asked', least: 6, most: 7, align: 'right', rank: 2 },
  { heading: 'answered', least: 8, most: 8, align: 'right', rank: 3 },
  { heading: 'by', least: 4, most: 5, align: 'right', rank: 5 },
  { heading: 'connected', least: 9, most: 9, align: 'right', rank: 6 },
  { heading: 'first', least: 8, most: 8, rank: 4 },
];

/** A name's cells, one for each column. */
export function nameCells(name: ListedName): readonly Span[] {
  const { summary } = name;
  const odd = oddText(name);
  return [
    span(summary.name, odd === '' ? undefined : 'strong'),
    span(odd, 'warning'),
    span(countText(summary.requests)),
    span(countText(summary.responses)),
    span(countText(summary.askerCount), 'quiet'),
    span(countText(summary.connectionCount)),
    span(summary.firstUs === undefined ? '' : clockText(summary.firstUs), 'quiet'),
  ];
}

/** What is odd about a name, in words: how its answers failed, that it is rare, that it looks drawn by lot. */
export function oddText({ summary, isRandom, isRare }: ListedName): string {
  const failures = Object.entries(summary.failures).map(([rcode, count]) => (count === 1 ? rcode : `${rcode} (${countText(count)})`));
  return [...failures, ...(isRandom ? ['looks random'] : []), ...(isRare ? ['rare'] : [])].join(', ');
}
