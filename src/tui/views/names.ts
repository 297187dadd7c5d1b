import { cellSpans, columnWidths, headingLine } from '../drawing/list-columns.js';
import { counted } from '../drawing/wording.js';
import type { CaseRead } from '../effects.js';
import { emptiedByFilter, filterOf } from '../lists/kept-by-filter.js';
import { listView } from '../lists/list-view.js';
import { NAME_COLUMNS, nameCells } from '../names/name-cells.js';
import { nameDetails } from '../names/name-details.js';
import { listedName, NAME_ORDERS, type NamesState, NO_NAMES, selectedName, withNames, withWanted } from '../names/names-state.js';
import { said } from '../notice.js';
import { detailLines } from '../tree/detail-lines.js';
import type { Frame, Step, ViewEvent } from '../view.js';

/** DNS names: who asked, what came back, what is odd about them. */
export const namesView = listView<NamesState>({
  id: 'names',
  title: 'Names',
  key: 'D',
  description: 'list the DNS names: who asked, what came back, failures, rare and random-looking ones',
  noun: 'name',
  commands: [
    {
      id: 'names.go',
      keys: ['enter', 'o'],
      description: 'go to the first process that asked for the name, in the tree',
      hint: 'go to process',
      off: (state) => (selectedName(state)?.summary.askers[0] === undefined ? 'nobody is known to have asked for a name' : undefined),
      run: (state) => {
        const processId = selectedName(state)?.summary.askers[0];
        return [state, processId === undefined ? [] : [{ kind: 'goToProcess', processId }]];
      },
    },
    {
      id: 'names.order',
      keys: ['s'],
      description: 'sort by oddness, time, count or name',
      hint: 'sort',
      run: (state) => {
        const order = NAME_ORDERS[(NAME_ORDERS.indexOf(state.order) + 1) % NAME_ORDERS.length] ?? 'oddness';
        return [withNames({ ...state, order }, state.names ?? []), [{ kind: 'notify', notice: said(`sorted by ${order}`) }]];
      },
    },
  ],
  init: () => NO_NAMES,
  update: onEvent,
  reads,
  rows: (state) => state.rows,
  note: ({ names = [], order }) => {
    const odd = names.filter(({ isRandom, failureCount }) => isRandom || failureCount > 0).length;
    return `${counted(names.length, 'name')}, ${odd} failed or random-looking, sorted by ${order}`;
  },
  heading: (_state, columns, { look }) => headingLine(NAME_COLUMNS, columnWidths(NAME_COLUMNS, columns), look),
  line: (state, place, columns, { look }) => {
    const name = state.names?.[place];
    return name === undefined ? [] : cellSpans(nameCells(name), NAME_COLUMNS, columnWidths(NAME_COLUMNS, columns), look);
  },
  whyEmpty,
  details: (state, columns, { look }) => {
    const name = selectedName(state);
    return name === undefined ? [] : detailLines(nameDetails(name, state), columns, look);
  },
  path: (state) => selectedName(state)?.summary.name ?? 'names',
  focus: (state) => {
    const summary = selectedName(state)?.summary;
    if (summary === undefined) return {};
    const [processId = -1] = summary.askers;
    const containerId = state.askers.get(processId)?.process.containerId;
    return {
      name: summary.name,
      ...(processId < 0 ? {} : { processId }),
      ...(containerId === undefined ? {} : { containerId }),
      ...(summary.firstUs === undefined ? {} : { atUs: summary.firstUs }),
    };
  },
});

function onEvent(state: NamesState, event: ViewEvent): Step<NamesState> {
  switch (event.kind) {
    case 'factsChanged':
    case 'filterChanged': {
      const { names: _, ...rest } = state;
      return [{ ...rest, askers: new Map() }, []];
    }
    case 'opened': {
      const isThere = event.focus.name !== undefined && selectedName(state)?.summary.name === event.focus.name;
      return [isThere ? state : withWanted({ ...state, wanted: event.focus }), []];
    }
    case 'answered':
      if (event.answer.kind === 'names') return [withWanted(withNames(state, event.answer.names.map(listedName))), []];
      return event.answer.kind === 'rows' ? [withAskers(state, event.answer.rows), []] : [state, []];
    default:
      return [state, []];
  }
}

/** Those of the selected name are kept: never more than a few. */
function withAskers(state: NamesState, rows: NamesState['askers']): NamesState {
  const wanted = selectedName(state)?.summary.askers ?? [];
  return wanted.some((id) => rows.has(id)) ? { ...state, askers: rows } : state;
}

function reads(state: NamesState, frame: Frame): readonly CaseRead[] {
  if (state.names === undefined) return [{ kind: 'readNames', filter: filterOf(frame) }];
  const askers = selectedName(state)?.summary.askers ?? [];
  return askers.every((id) => state.askers.has(id)) ? [] : [{ kind: 'readRows', processIds: askers }];
}

function whyEmpty(_state: NamesState, frame: Frame): string {
  const byFilter = emptiedByFilter(frame, 'names');
  if (byFilter !== undefined) return byFilter;
  return frame.isImporting
    ? 'No names yet: the events are being read.'
    : 'This case knows no DNS name: neither DNS messages nor connections of it carry one.';
}
