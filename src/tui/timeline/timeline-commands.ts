import { formatDuration } from '../../model/time.js';
import { said } from '../notice.js';
import type { Command, Frame, Step } from '../view.js';
import { spanOf } from './timeline-span.js';
import { around, KIND_SETS, REACHES, selectedEntry, type TimelineState, unread } from './timeline-state.js';

/** Commands of the timeline besides moving. */
export const TIMELINE_COMMANDS: readonly Command<TimelineState>[] = [
  {
    id: 'timeline.go',
    keys: ['enter', 'o'],
    description: 'go to the process in the tree',
    hint: 'go to process',
    off: (state) => (selectedEntry(state)?.process === undefined ? 'no process is named here' : undefined),
    run: (state) => {
      const process = selectedEntry(state)?.process;
      return [state, process === undefined ? [] : [{ kind: 'goToProcess', processId: process.id }]];
    },
  },
  {
    id: 'timeline.nearer',
    keys: ['+', '='],
    description: 'zoom in around the selected moment',
    hint: 'zoom',
    run: (state) => zoomed(state, -1),
  },
  { id: 'timeline.farther', keys: ['-'], description: 'zoom out, up to the whole case', run: (state) => zoomed(state, 1) },
  { id: 'timeline.whole', keys: ['0'], description: 'show the whole case', run: (state) => zoomed(state, REACHES.length) },
  {
    id: 'timeline.earlier',
    keys: ['<'],
    description: 'go back by half of what is shown',
    run: (state, frame) => [stepped(state, -0.5, frame), []],
  },
  {
    id: 'timeline.later',
    keys: ['>'],
    description: 'go on by half of what is shown',
    run: (state, frame) => [stepped(state, 0.5, frame), []],
  },
  {
    id: 'timeline.brush',
    keys: ['v', 'space'],
    description: 'begin a span at the selected moment; the second time, show what lies between',
    hint: 'brush',
    off: (state) => (selectedEntry(state)?.atUs === undefined ? 'nothing with a time is selected' : undefined),
    run: brushed,
  },
  {
    id: 'timeline.kinds',
    keys: ['t'],
    description: 'show everything, or only processes, network, files, findings',
    hint: 'kinds',
    run: (state) => {
      const kinds = (state.kinds + 1) % KIND_SETS.length;
      return [{ ...unread(state), kinds }, [{ kind: 'notify', notice: said(`showing ${KIND_SETS[kinds]?.name ?? ''}`) }]];
    },
  },
  { id: 'timeline.next-finding', keys: ['e'], description: 'go to the moment of the next finding', ...toFindings(1) },
  { id: 'timeline.previous-finding', keys: ['E'], description: 'go to the moment of the finding before', ...toFindings(-1) },
  {
    id: 'timeline.raw',
    keys: ['r'],
    description: 'show the raw event',
    off: (state) => (selectedEntry(state)?.evidence === undefined ? 'no single event stands behind this' : undefined),
    run: (state) => {
      const evidence = selectedEntry(state)?.evidence;
      return [state, evidence === undefined ? [] : [{ kind: 'readRaw', evidence: [evidence], place: 0 }]];
    },
  },
];

function zoomed(state: TimelineState, by: number): Step<TimelineState> {
  const { span: _, brushUs: __, ...rest } = state;
  const reach = Math.max(0, Math.min(REACHES.length, state.reach + by));
  const wide = REACHES[reach];
  const what = wide === undefined ? 'showing the whole case' : `showing ${formatDuration(wide)} before and after`;
  return [unreadAround({ ...rest, reach }), [{ kind: 'notify', notice: said(what) }]];
}

/** The moment becomes the selected one: that is what one zooms around. */
function unreadAround(state: TimelineState): TimelineState {
  const entry = selectedEntry(state);
  return entry?.atUs === undefined ? unread(state) : around(state, entry.atUs, entry.process?.id);
}

function stepped(state: TimelineState, share: number, frame: Frame): TimelineState {
  const span = spanOf(state, frame);
  const { firstTimeUs = 0, lastTimeUs = 0 } = frame.facts.overview;
  if (span === undefined) return state;
  const by = (span.toUs - span.fromUs) * share;
  if (state.span !== undefined)
    return { ...unread(state), span: { fromUs: span.fromUs + by, toUs: span.toUs + by }, atUs: span.fromUs + by };
  return around(state, Math.min(lastTimeUs, Math.max(firstTimeUs, (state.atUs ?? span.fromUs) + by)));
}

function brushed(state: TimelineState): Step<TimelineState> {
  const atUs = selectedEntry(state)?.atUs;
  const { brushUs, ...rest } = state;
  if (atUs === undefined) return [state, []];
  if (brushUs === undefined)
    return [{ ...state, brushUs: atUs }, [{ kind: 'notify', notice: said('go to the other end and press v again') }]];
  const span = { fromUs: Math.min(atUs, brushUs), toUs: Math.max(atUs, brushUs) };
  const length = formatDuration(span.toUs - span.fromUs);
  return [{ ...unread(rest), span, atUs: span.fromUs }, [{ kind: 'notify', notice: said(`showing ${length}; - goes back to the moment`) }]];
}

function toFindings(way: 1 | -1): Pick<Command<TimelineState>, 'off' | 'run'> {
  return {
    off: (_state, { facts }) =>
      facts.findings.some(({ firstSeenUs }) => firstSeenUs !== undefined) ? undefined : 'there are no findings with a time',
    run: (state, { facts }) => {
      const here = selectedEntry(state)?.atUs ?? state.atUs ?? 0;
      const found = facts.findings
        .flatMap(({ firstSeenUs, process }) => (firstSeenUs === undefined ? [] : [{ us: firstSeenUs, processId: process.id }]))
        .sort((a, b) => way * (a.us - b.us));
      const next = found.find(({ us }) => way * (us - here) > 0) ?? found[0];
      return next === undefined ? [state, []] : [around(state, next.us, next.processId), [{ kind: 'remember' }]];
    },
  };
}
