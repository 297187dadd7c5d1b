import { formatDuration } from '../../model/time.js';
import { cellSpans, columnWidths } from '../drawing/list-columns.js';
import { counted } from '../drawing/wording.js';
import { emptiedByFilter } from '../lists/kept-by-filter.js';
import { listView } from '../lists/list-view.js';
import { densityLine } from '../timeline/density-line.js';
import { ENTRY_COLUMNS, entryCells } from '../timeline/entry-cells.js';
import { entryDetails } from '../timeline/entry-details.js';
import { TIMELINE_COMMANDS } from '../timeline/timeline-commands.js';
import { onTimelineEvent, timelineReads } from '../timeline/timeline-events.js';
import { spanOf } from '../timeline/timeline-span.js';
import { entryRows, KIND_SETS, NO_TIMELINE, REACHES, selectedEntry, type TimelineState } from '../timeline/timeline-state.js';
import { detailLines } from '../tree/detail-lines.js';
import type { Frame } from '../view.js';

/** Everything that happened around a moment, on every node and from every source. */
export const timelineView = listView<TimelineState>({
  id: 'timeline',
  title: 'Timeline',
  key: '@',
  description: 'show everything around the moment of the selection, on every node',
  noun: 'moment',
  commands: TIMELINE_COMMANDS,
  init: () => NO_TIMELINE,
  update: onTimelineEvent,
  reads: timelineReads,
  rows: entryRows,
  hasMore: ({ next, previous }) => next !== undefined || previous !== undefined,
  note: (state) => {
    const all = (state.density ?? []).reduce((sum, count) => sum + count, 0);
    const reach = REACHES[state.reach];
    const what = KIND_SETS[state.kinds]?.name ?? '';
    const where =
      state.span !== undefined ? 'a brushed span' : reach === undefined ? 'the whole case' : `${formatDuration(reach)} before and after`;
    return `${counted(all, 'event')} in ${where}, ${what}`;
  },
  heading: (state, columns, frame) => {
    const span = spanOf(state, frame);
    if (span === undefined || state.density === undefined) return { spans: [] };
    const at = selectedEntry(state)?.atUs;
    const findings = frame.facts.findings.flatMap(({ firstSeenUs }) => firstSeenUs ?? []);
    return densityLine(state.density, span, { findings, ...(at === undefined ? {} : { atUs: at }) }, columns, frame.look);
  },
  line: (state, place, columns, { facts, look }) => {
    const entry = state.entries?.[place];
    if (entry === undefined) return [];
    const cells = entryCells(entry, state.atUs, facts.overview.nodes.length > 1);
    return cellSpans(cells, ENTRY_COLUMNS, columnWidths(ENTRY_COLUMNS, columns), look);
  },
  whyEmpty,
  details: (state, columns, { look }) => {
    const entry = selectedEntry(state);
    return entry === undefined ? [] : detailLines(entryDetails(entry), columns, look);
  },
  path: (state) => selectedEntry(state)?.summary ?? 'timeline',
  focus: (state) => {
    const entry = selectedEntry(state);
    if (entry === undefined) return state.atUs === undefined ? {} : { atUs: state.atUs };
    return {
      ...(entry.atUs === undefined ? {} : { atUs: entry.atUs }),
      ...(entry.process === undefined ? {} : { processId: entry.process.id }),
      ...(entry.connectionId === undefined ? {} : { connectionId: entry.connectionId }),
      ...(entry.findingId === undefined ? {} : { findingId: entry.findingId }),
    };
  },
});

function whyEmpty(state: TimelineState, frame: Frame): string {
  if (frame.facts.overview.firstTimeUs === undefined)
    return frame.isImporting ? 'Nothing yet: the events are being read.' : 'No event of this case carries a time.';
  const kinds = state.kinds === 0 ? '' : ` Only ${KIND_SETS[state.kinds]?.name} are shown: t shows more.`;
  return `${emptiedByFilter(frame, 'events of this span') ?? 'Nothing happened in this span.'}${kinds} - zooms out, 0 shows the whole case.`;
}
