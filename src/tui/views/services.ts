import { cellSpans, columnWidths, headingLine } from '../drawing/list-columns.js';
import { counted, countText } from '../drawing/wording.js';
import type { Answer } from '../effects.js';
import { emptiedByFilter, filterOf } from '../lists/kept-by-filter.js';
import { listView } from '../lists/list-view.js';
import { edgeCells, edgeColumns, labelOf, portText } from '../services/edge-cells.js';
import { neighbourhoodLines } from '../services/neighbourhood.js';
import { SERVICE_COMMANDS } from '../services/service-commands.js';
import { serviceDetails } from '../services/service-details.js';
import { drawnNode, NO_SERVICES, type ServicesState, selectedEdge, withMap, withWanted } from '../services/services-state.js';
import { detailLines } from '../tree/detail-lines.js';
import type { Frame, Step, ViewEvent } from '../view.js';

/** Who talks to whom: a list of edges, and the neighbourhood of one end of the selected one. */
export const servicesView = listView<ServicesState>({
  id: 'services',
  title: 'Services',
  key: 'S',
  description: 'show the map of services: who talks to whom, how often, declared against used',
  noun: 'edge',
  commands: SERVICE_COMMANDS,
  init: () => NO_SERVICES,
  update: onEvent,
  reads: (state, frame) =>
    state.map === undefined
      ? [{ kind: 'readServices', filter: filterOf(frame), by: state.grouping, withPorts: state.ports === undefined }]
      : [],
  rows: (state) => state.rows,
  note: ({ edges, nodes, grouping, order, map }) => {
    const left = (map?.leftOut.loopback ?? 0) + (map?.leftOut.unknownCaller ?? 0);
    const out = left === 0 ? '' : `, ${countText(left)} within one party or from nobody known left out`;
    return `${counted(edges.length, 'edge')} between ${counted(nodes.size, 'party', 'parties')} by ${grouping}, sorted by ${order}${out}`;
  },
  heading: (state, columns, { look }) => {
    const shown = edgeColumns(state);
    return headingLine(shown, columnWidths(shown, columns), look);
  },
  line: (state, place, columns, { look }) => {
    const edge = state.edges[place];
    if (edge === undefined) return [];
    const shown = edgeColumns(state);
    return cellSpans(edgeCells(edge, shown, state, look), shown, columnWidths(shown, columns), look);
  },
  whyEmpty,
  details: (state, columns, { look }) => {
    const edge = selectedEdge(state);
    const node = drawnNode(state);
    if (edge === undefined) return [];
    const drawn = node === undefined ? [] : neighbourhoodLines(node, state, columns, look);
    return [...drawn, { spans: [] }, ...detailLines(serviceDetails(edge, node, state), columns, look)];
  },
  path: (state) => {
    const edge = selectedEdge(state);
    return edge === undefined ? 'services' : `${labelOf(edge.from, state)} to ${labelOf(edge.to, state)}${portText(edge)}`;
  },
  focus: (state) => {
    const edge = selectedEdge(state);
    const containerId = drawnNode(state)?.containers[0];
    return {
      ...(containerId === undefined ? {} : { containerId }),
      ...(edge?.firstUs === undefined ? {} : { atUs: edge.firstUs }),
    };
  },
});

function onEvent(state: ServicesState, event: ViewEvent): Step<ServicesState> {
  switch (event.kind) {
    case 'factsChanged': {
      const { map: _, ports: __, ...rest } = state;
      return [rest, []];
    }
    case 'filterChanged': {
      const { map: _, ...rest } = state;
      return [rest, []];
    }
    case 'opened': {
      const { containerId } = event.focus;
      const isThere = containerId === undefined || drawnNode(state)?.containers.includes(containerId) === true;
      return [isThere ? state : withWanted({ ...state, wanted: event.focus }), []];
    }
    case 'answered':
      return [event.answer.kind === 'services' ? withWanted(answered(state, event.answer)) : state, []];
    default:
      return [state, []];
  }
}

function answered(state: ServicesState, { map, ports }: Extract<Answer, { kind: 'services' }>): ServicesState {
  return { ...withMap(state, map), ...(ports === undefined ? {} : { ports }) };
}

function whyEmpty(_state: ServicesState, frame: Frame): string {
  if (frame.facts.overview.connectionCount > 0)
    return emptiedByFilter(frame, 'edges') ?? 'No connection of this case leads from one party to another.';
  return frame.isImporting
    ? 'No edges yet: the events are being read.'
    : 'This case holds no connections, and so no edges between services. I says what its sources lack.';
}
