import type { TimelineQuery } from '../../model/timeline.js';
import { filterOf } from '../lists/kept-by-filter.js';
import type { Frame } from '../view.js';
import { KIND_SETS, REACHES, type Span, type TimelineState } from './timeline-state.js';

/** The span that the state shows: what was brushed, or so far before and after its moment, within what the case observed. */
export function spanOf(state: TimelineState, { facts }: Frame): Span | undefined {
  const { firstTimeUs, lastTimeUs } = facts.overview;
  if (firstTimeUs === undefined || lastTimeUs === undefined) return undefined;
  if (state.span !== undefined) return state.span;
  const reach = REACHES[state.reach];
  const at = state.atUs ?? firstTimeUs;
  return reach === undefined ? { fromUs: firstTimeUs, toUs: lastTimeUs } : { fromUs: at - reach, toUs: at + reach };
}

/** Everything that is asked for of a span. */
export function queryOf(state: TimelineState, { fromUs, toUs }: Span, frame: Frame) {
  const { kinds } = KIND_SETS[state.kinds] ?? {};
  const query: TimelineQuery = { filter: filterOf(frame), ...(kinds === undefined ? {} : { kinds }) };
  return { ...query, sinceUs: fromUs, untilUs: toUs };
}
