import type { TimeUs } from '../time.js';

/** What one source tells of one node, and when. */
export interface SourceSpan {
  readonly source: number;
  readonly firstUs: TimeUs;
  readonly lastUs: TimeUs;
}

/** Rotation cuts a log between two events; agents write events of other processors a little late. */
const OVERLAP_US = 2_000_000;

/**
 * Numbers the streams that sources of one agent on one node are parts of: logs that follow each other are one stream, from 0 on; those that
 * were written at the same time are exports of the same events, and each a stream of its own. What is given does not depend on the order
 * of the sources but where two began at the very same time.
 */
export function streamsOf(spans: readonly SourceSpan[]): ReadonlyMap<number, number> {
  const ends: TimeUs[] = [];
  const streams = new Map<number, number>();
  for (const { source, firstUs, lastUs } of [...spans].sort(
    (a, b) => a.firstUs - b.firstUs || a.lastUs - b.lastUs || a.source - b.source,
  )) {
    // Of two short logs, half of one may not lie in the other.
    const slackUs = Math.min(OVERLAP_US, (lastUs - firstUs) / 2);
    const free = ends.findIndex((endUs) => firstUs >= endUs - slackUs);
    const stream = free === -1 ? ends.length : free;
    ends[stream] = Math.max(lastUs, ends[stream] ?? lastUs);
    streams.set(source, stream);
  }
  return streams;
}
