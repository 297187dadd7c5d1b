import { cellSpans, columnWidths, headingLine } from '../drawing/list-columns.js';
import { counted } from '../drawing/wording.js';
import { HEARTBEAT_COLUMNS, heartbeatCells } from '../heartbeats/heartbeat-cells.js';
import { heartbeatDetails } from '../heartbeats/heartbeat-details.js';
import { type HeartbeatsState, NO_HEARTBEATS, selectedHeartbeat, withHeartbeats, withWanted } from '../heartbeats/heartbeats-state.js';
import { emptiedByFilter, filterOf } from '../lists/kept-by-filter.js';
import { listView } from '../lists/list-view.js';
import { said } from '../notice.js';
import { detailLines } from '../tree/detail-lines.js';
import type { Frame, Step, ViewEvent } from '../view.js';

/** What running containers reported of themselves: listeners and peers that came and went. */
export const heartbeatsView = listView<HeartbeatsState>({
  id: 'heartbeats',
  title: 'Heartbeats',
  key: 'B',
  description: 'list the heartbeats: listeners and peers that came and went',
  noun: 'heartbeat',
  commands: [
    {
      id: 'heartbeats.connection',
      keys: ['enter'],
      description: 'go to the first connection that came or went',
      hint: 'its connections',
      off: (state) => (selectedHeartbeat(state)?.changes[0] === undefined ? 'nothing came or went in this report' : undefined),
      run: (state) => {
        const heartbeat = selectedHeartbeat(state);
        const change = heartbeat?.changes[0];
        if (heartbeat === undefined || change === undefined) return [state, []];
        const focus = { connectionId: change.connectionId, containerId: heartbeat.containerId };
        return [state, [{ kind: 'goToView', viewId: 'connections', focus }]];
      },
    },
    {
      id: 'heartbeats.container',
      keys: ['o'],
      description: 'go to the container that reported',
      off: (state) => (selectedHeartbeat(state) === undefined ? 'there is no heartbeat' : undefined),
      run: (state) => {
        const containerId = selectedHeartbeat(state)?.containerId;
        return [state, containerId === undefined ? [] : [{ kind: 'goToView', viewId: 'containers', focus: { containerId } }]];
      },
    },
    {
      id: 'heartbeats.whole',
      keys: ['t'],
      description: 'show every report, or only those in which something changed',
      hint: 'all reports',
      run: (state) => {
        const { read: _, ...rest } = state;
        const isWhole = !state.isWhole;
        return [{ ...rest, isWhole }, [{ kind: 'notify', notice: said(isWhole ? 'showing every report' : 'showing reports of changes') }]];
      },
    },
    {
      id: 'heartbeats.raw',
      keys: ['r'],
      description: 'show the raw report',
      off: (state) => (selectedHeartbeat(state) === undefined ? 'there is no heartbeat' : undefined),
      run: (state) => {
        const heartbeat = selectedHeartbeat(state);
        return [state, heartbeat === undefined ? [] : [{ kind: 'readRaw', evidence: [heartbeat.evidence], place: 0 }]];
      },
    },
  ],
  init: () => NO_HEARTBEATS,
  update: onEvent,
  reads: (state, frame) => (state.read === undefined ? [{ kind: 'readHeartbeats', filter: filterOf(frame), isWhole: state.isWhole }] : []),
  rows: (state) => state.rows,
  hasMore: ({ read }) => read?.isPart === true,
  note: ({ read, isWhole }) => `${counted(read?.total ?? 0, 'report')}${isWhole ? '' : ', those of changes'}`,
  heading: (_state, columns, { look }) => headingLine(HEARTBEAT_COLUMNS, columnWidths(HEARTBEAT_COLUMNS, columns), look),
  line: (state, place, columns, { look }) => {
    const heartbeat = state.read?.heartbeats[place];
    if (heartbeat === undefined) return [];
    const cells = heartbeatCells(heartbeat, state.read?.containers.get(heartbeat.containerId), look);
    return cellSpans(cells, HEARTBEAT_COLUMNS, columnWidths(HEARTBEAT_COLUMNS, columns), look);
  },
  whyEmpty,
  details: (state, columns, { look }) => {
    const heartbeat = selectedHeartbeat(state);
    if (heartbeat === undefined) return [];
    return detailLines(heartbeatDetails(heartbeat, state.read?.containers.get(heartbeat.containerId), look), columns, look);
  },
  path: (state) => {
    const heartbeat = selectedHeartbeat(state);
    const container = state.read?.containers.get(heartbeat?.containerId ?? -1);
    return container?.name ?? container?.containerId ?? 'heartbeats';
  },
  focus: (state) => {
    const heartbeat = selectedHeartbeat(state);
    return heartbeat === undefined ? {} : { containerId: heartbeat.containerId, atUs: heartbeat.atUs };
  },
});

function onEvent(state: HeartbeatsState, event: ViewEvent): Step<HeartbeatsState> {
  switch (event.kind) {
    case 'factsChanged':
    case 'filterChanged': {
      const { read: _, ...rest } = state;
      return [rest, []];
    }
    case 'opened': {
      const { containerId } = event.focus;
      const isThere = containerId === undefined || selectedHeartbeat(state)?.containerId === containerId;
      return [isThere ? state : withWanted({ ...state, wanted: event.focus }), []];
    }
    case 'answered':
      return [event.answer.kind === 'heartbeats' ? withWanted(withHeartbeats(state, event.answer.read)) : state, []];
    default:
      return [state, []];
  }
}

function whyEmpty(state: HeartbeatsState, frame: Frame): string {
  const byFilter = emptiedByFilter(frame, 'heartbeats');
  if (byFilter !== undefined) return byFilter;
  if (frame.isImporting) return 'No heartbeats yet: the events are being read.';
  if ((state.read?.total ?? 0) > 0) return 'No report of a change. t shows every report.';
  return 'This case holds no heartbeats: none of its sources is a Chalk report of a running container.';
}
