import type { TimeUs } from '../../model/time.js';
import { type Line, type Span, span } from '../drawing/line.js';
import type { Look } from '../drawing/look.js';
import { sparkGlyph } from '../drawing/sparkline.js';
import { clockText } from '../drawing/wording.js';
import type { Span as TimeSpan } from './timeline-state.js';

/** What a line of density marks besides how much happened. */
export interface DensityMarks {
  readonly findings: readonly TimeUs[];
  readonly atUs?: TimeUs;
}

const CLOCKS_COLUMNS = 20;

/** A span of time as a line of bars between its ends: `!` where a finding was first seen, inverse where one is. */
export function densityLine(counts: readonly number[], { fromUs, toUs }: TimeSpan, marks: DensityMarks, columns: number, look: Look): Line {
  const cells = Math.max(1, columns - CLOCKS_COLUMNS);
  const cellOf = (us: TimeUs): number => Math.min(cells - 1, Math.floor(((us - fromUs) / Math.max(1, toUs + 1 - fromUs)) * cells));
  const sums = resampled(counts, cells);
  const most = Math.max(1, ...sums);
  const found = new Set(marks.findings.filter((us) => us >= fromUs && us <= toUs).map(cellOf));
  const here = marks.atUs === undefined ? -1 : cellOf(marks.atUs);
  const bars = sums.map((sum, cell): Span => {
    if (found.has(cell)) return span(look.glyphs.finding, cell === here ? 'bar' : 'finding');
    return span(sparkGlyph(sum, most, look), cell === here ? 'bar' : 'quiet');
  });
  return { spans: [span(` ${clockText(fromUs)} `, 'label'), ...bars, span(` ${clockText(toUs)}`, 'label')] };
}

/** The counts put together, or spread, over so many cells. */
function resampled(counts: readonly number[], cells: number): readonly number[] {
  const sums = new Array<number>(cells).fill(0);
  for (const [place, count] of counts.entries()) {
    const cell = Math.min(cells - 1, Math.floor((place / counts.length) * cells));
    sums[cell] = (sums[cell] ?? 0) + count;
  }
  return sums;
}
