import type { Source } from '../../model/source.js';
import { type Span, span } from '../drawing/line.js';
import { cellSpans, columnWidths, type ListColumn } from '../drawing/list-columns.js';
import type { Look } from '../drawing/look.js';
import { clockText, countText } from '../drawing/wording.js';
import type { ListedProblem } from '../effects.js';

/** A line of the sources. */
export const SOURCE_COLUMNS: readonly ListColumn[] = [
  { heading: 'source', least: 16, most: 48, rank: 0 },
  { heading: 'format', least: 8, most: 16, rank: 1 },
  { heading: 'records', least: 9, most: 12, align: 'right', rank: 2 },
  { heading: 'refused', least: 7, most: 9, align: 'right', rank: 3 },
  { heading: 'first', least: 8, most: 8, rank: 4 },
  { heading: 'last', least: 8, most: 8, rank: 5 },
];

/** A source on one line. */
export function sourceSpans({ path, format, ledger, firstTimeUs, lastTimeUs }: Source, columns: number, look: Look): readonly Span[] {
  const clock = (us: number | undefined): Span => span(us === undefined ? '' : clockText(us), 'quiet');
  const cells = [
    span(path, 'group'),
    span(format),
    span(countText(ledger.records)),
    span(countText(ledger.malformed), ledger.malformed > 0 ? 'warning' : undefined),
    clock(firstTimeUs),
    clock(lastTimeUs),
  ];
  return cellSpans(cells, SOURCE_COLUMNS, columnWidths(SOURCE_COLUMNS, columns), look);
}

/** A problem on one line. */
export function problemSpans(problem: ListedProblem): readonly Span[] {
  return [
    span(`${problem.source}:${problem.line}  `),
    span(`${problem.severity}: `, problem.severity === 'refused' ? 'error' : 'warning'),
    span(problem.reason),
    span(`  byte ${problem.byteOffset}  ${problem.excerpt}`, 'quiet'),
  ];
}
