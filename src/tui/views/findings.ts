import { counted } from '../drawing/wording.js';
import { FINDING_COMMANDS, selectedFinding, selectedRow } from '../findings/finding-commands.js';
import { findingDetails, groupDetails } from '../findings/finding-details.js';
import { findingSpans, groupSpans } from '../findings/finding-spans.js';
import { type FindingsState, findingRow, groupingIn, initialFindings, withFindings } from '../findings/findings-state.js';
import { storyOf } from '../findings/story-of.js';
import { emptiedByFilter } from '../lists/kept-by-filter.js';
import type { ListWindow } from '../lists/list-parts.js';
import { listView } from '../lists/list-view.js';
import { detailLines } from '../tree/detail-lines.js';
import type { Focus, Frame, Step, ViewEvent } from '../view.js';

/** What was found, worst first, in groups, with the story of the selected one. */
export const findingsView = listView<FindingsState>({
  id: 'findings',
  title: 'Findings',
  key: '!',
  description: 'list the findings, and tell the story of each',
  noun: 'finding',
  commands: FINDING_COMMANDS,
  init: initialFindings,
  update: onEvent,
  reads: (state, _frame, window) => {
    const missing = [...new Set(processesOn(state, window))].filter((id) => !state.rows.has(id));
    return missing.length === 0 ? [] : [{ kind: 'readRows', processIds: missing }];
  },
  rows: (state) => state.outline,
  note: (state, frame) => {
    const grouping = groupingIn(state, frame);
    return `${counted(state.findings.length, 'finding')}, worst first${grouping === 'none' ? '' : `, by ${grouping}`}`;
  },
  line: (state, place, _columns, { look }) => {
    const row = findingRow(state, place);
    if (row === undefined) return [];
    if (row.kind === 'group') return groupSpans(row.group, !state.closed.has(row.group.name), look);
    return findingSpans(row.finding, state.rows.get(row.finding.process.id), state.groups.length > 0, look);
  },
  whyEmpty,
  details: (state, columns, { facts, look }) => {
    const row = selectedRow(state);
    if (row === undefined) return [];
    return detailLines(row.kind === 'group' ? groupDetails(row.group) : findingDetails(row.finding, facts), columns, look);
  },
  path: (state) => selectedFinding(state)?.title ?? 'findings',
  listing: ({ findings }) => ({ kind: 'findings', findings }),
  focus: (state) => {
    const finding = selectedFinding(state);
    if (finding === undefined) return {};
    const [connection] = finding.connections;
    const container = state.rows.get(finding.process.id)?.process.containerId;
    return {
      about: 'finding',
      findingId: finding.id,
      processId: finding.process.id,
      ...(container === undefined ? {} : { containerId: container }),
      ...(connection === undefined ? {} : { connectionId: connection.id }),
      ...(connection?.remoteNames[0] === undefined ? {} : { name: connection.remoteNames[0].name }),
      ...(finding.firstSeenUs === undefined ? {} : { atUs: finding.firstSeenUs }),
    };
  },
});

function processesOn(state: FindingsState, { top, count }: ListWindow): readonly number[] {
  return Array.from({ length: count }, (_, at) => findingRow(state, top + at)).flatMap((row) =>
    row?.kind === 'finding' ? [row.finding.process.id] : [],
  );
}

function onEvent(state: FindingsState, event: ViewEvent, frame: Frame): Step<FindingsState> {
  switch (event.kind) {
    case 'factsChanged':
      return [withFindings({ ...state, rows: new Map() }, frame), []];
    case 'filterChanged':
      return [withFindings(state, frame), []];
    case 'opened':
      return [onOpened(state, event.focus, frame), []];
    case 'answered': {
      if (event.answer.kind !== 'rows') return [state, []];
      const about = new Set(state.findings.map((finding) => finding.process.id));
      return [{ ...state, rows: new Map([...state.rows, ...[...event.answer.rows].filter(([id]) => about.has(id))]) }, []];
    }
    default:
      return [state, []];
  }
}

/** On what tells of the process that was looked at, unless the selection does; with the keys in the details when its story is wanted. */
function onOpened(state: FindingsState, focus: Focus, { facts }: Frame): FindingsState {
  const selected = storyOf(focus, facts);
  const told: FindingsState = focus.isStoryWanted === true ? { ...state, pane: 'details', detailsTop: 0 } : state;
  const isThere = selectedFinding(state)?.process.id === focus.processId;
  return selected === undefined || isThere ? told : { ...told, selected, detailsTop: 0 };
}

function whyEmpty(_state: FindingsState, frame: Frame): string {
  if (frame.isImporting) return 'No findings yet: rules run once the events are read.';
  if (frame.facts.overview.processCount === 0) return 'No findings, and no events either: there was nothing to look at.';
  if (frame.facts.findings.length > 0) return emptiedByFilter(frame, 'findings') ?? 'No findings.';
  return 'No rule found anything in this case. That is not proof that nothing happened.';
}
