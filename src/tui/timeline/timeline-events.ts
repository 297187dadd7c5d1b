import type { TimelinePage, TimelineRequest } from '../../model/timeline.js';
import type { CaseRead } from '../effects.js';
import type { ListWindow } from '../lists/list-parts.js';
import type { Focus, Frame, Step, ViewEvent } from '../view.js';
import { queryOf, spanOf } from './timeline-span.js';
import { around, type MissingPage, selectedEntry, type TimelineState, unread } from './timeline-state.js';

/** Parts of a span that are counted: enough for the widest terminal, put together for others. */
export const BUCKETS = 240;

const PAGE = 300;
/** Lines above the moment, where something happened before it. */
const ROWS_BEFORE = 4;
/** More entries than this are not kept: those farthest from the cursor are read again when they are wanted. */
const MOST_KEPT = 3_000;

/** What an event makes of the timeline. */
export function onTimelineEvent(state: TimelineState, event: ViewEvent): Step<TimelineState> {
  switch (event.kind) {
    case 'factsChanged':
    case 'filterChanged':
      return [unread(state), []];
    case 'opened':
      return [onOpened(state, event.focus), []];
    case 'answered':
      if (event.answer.kind === 'timeline') return [withPage(state, event.answer.missing, event.answer.page), []];
      return event.answer.kind === 'density' ? [{ ...state, density: event.answer.counts }, []] : [state, []];
    default:
      return [state, []];
  }
}

/** Around the moment that was looked at, unless the selection is that anyway. */
function onOpened(state: TimelineState, { atUs, processId }: Focus): TimelineState {
  const here = selectedEntry(state);
  const isThere = here?.atUs === atUs && here?.process?.id === processId;
  return atUs === undefined || isThere ? state : around(state, atUs, processId);
}

function withPage(state: TimelineState, missing: MissingPage, page: TimelinePage): TimelineState {
  const { next: oldNext, previous: oldPrevious, ...rest } = state;
  const next = (value: number | undefined): Partial<TimelineState> => (value === undefined ? {} : { next: value });
  const previous = (value: number | undefined): Partial<TimelineState> => (value === undefined ? {} : { previous: value });
  const { entries = [] } = state;
  switch (missing) {
    case 'first':
      return onMoment({ ...rest, entries: page.rows, ...next(page.next), ...previous(page.previous) });
    case 'next': {
      const all = [...entries, ...page.rows];
      const dropped = Math.max(0, all.length - MOST_KEPT);
      const first = dropped === 0 ? oldPrevious : all[dropped]?.id;
      return { ...rest, entries: all.slice(dropped), top: Math.max(0, state.top - dropped), ...next(page.next), ...previous(first) };
    }
    case 'previous': {
      const all = [...page.rows, ...entries].slice(0, MOST_KEPT);
      const isCut = page.rows.length + entries.length > MOST_KEPT;
      return {
        ...rest,
        entries: all,
        // What came before the moment is wanted with it.
        top: state.top === 0 ? Math.max(0, page.rows.length - ROWS_BEFORE) : state.top + page.rows.length,
        ...next(isCut ? all.at(-1)?.id : oldNext),
        ...previous(page.previous),
      };
    }
  }
}

/** On the entry of the process that was looked at, among those of that very moment; else on the first from the moment on. */
function onMoment(state: TimelineState): TimelineState {
  const { entries = [], processId, atUs } = state;
  const ofMoment = entries.filter((entry) => entry.atUs === atUs);
  const wanted = ofMoment.find(({ process }) => process !== undefined && process.id === processId) ?? entries[0];
  return wanted === undefined ? state : { ...state, selected: `moment ${wanted.id}` };
}

/** One thing at a time, since each answer decides what is missing next: the density, the page from the moment on, what the window comes near to. */
export function timelineReads(state: TimelineState, frame: Frame, { top, count }: ListWindow): readonly CaseRead[] {
  const span = spanOf(state, frame);
  if (span === undefined) return [];
  const query = queryOf(state, span, frame);
  if (state.density === undefined) return [{ kind: 'readDensity', query, buckets: BUCKETS }];
  const read = (missing: MissingPage, request: Omit<TimelineRequest, 'limit'>): readonly CaseRead[] => [
    { kind: 'readTimeline', missing, query, request: { ...request, limit: PAGE } },
  ];
  if (state.entries === undefined) return read('first', { atUs: Math.max(span.fromUs, state.atUs ?? span.fromUs) });
  if (state.previous !== undefined && top < count) return read('previous', { before: state.previous });
  if (state.next !== undefined && top + 2 * count >= state.entries.length) return read('next', { after: state.next });
  return [];
}
