import type { Container } from '../../model/process.js';
import type { ServedPort } from '../../model/served-port.js';
import type { UsageRow } from '../../model/usage.js';
import { CONTAINER_COLUMNS, containerCells, placeText } from '../containers/container-cells.js';
import { containerReport } from '../containers/container-report.js';
import {
  CONTAINER_ORDERS,
  type ContainerDetails,
  type ContainersState,
  NO_CONTAINERS,
  selectedContainer,
  withContainers,
  withWanted,
} from '../containers/containers-state.js';
import type { Line, Span } from '../drawing/line.js';
import { cellSpans, columnWidths, headingLine } from '../drawing/list-columns.js';
import type { Look } from '../drawing/look.js';
import { counted } from '../drawing/wording.js';
import type { CaseRead } from '../effects.js';
import { keptFor } from '../kept.js';
import { emptiedByFilter, filterOf } from '../lists/kept-by-filter.js';
import { listView } from '../lists/list-view.js';
import { said } from '../notice.js';
import { detailLines } from '../tree/detail-lines.js';
import type { Frame, Step, ViewEvent } from '../view.js';

/** Ports are worked out from every connection: beyond these many they come after the containers. */
const MOST_CONNECTIONS = 100_000;

/** The containers: what each was started from and for, what came late, what it listens on. */
export const containersView = listView<ContainersState>({
  id: 'containers',
  title: 'Containers',
  key: 'K',
  description: 'list the containers: image, start, processes, late ones, what they listen on and use',
  noun: 'container',
  commands: [
    {
      id: 'containers.go',
      keys: ['enter', 'o'],
      description: "go to the container's main process in the tree",
      hint: 'go to process',
      off: (state) => (processIn(state) === undefined ? 'no process of it is known to be the one that it was started for' : undefined),
      run: (state) => {
        const processId = processIn(state);
        return [state, processId === undefined ? [] : [{ kind: 'goToProcess', processId }]];
      },
    },
    {
      id: 'containers.order',
      keys: ['s'],
      description: 'sort by place, start, late processes or processes',
      hint: 'sort',
      run: (state) => {
        const order = CONTAINER_ORDERS[(CONTAINER_ORDERS.indexOf(state.order) + 1) % CONTAINER_ORDERS.length] ?? 'place';
        // The order of place is the one that they are read in.
        const { containers, ...rest } = state;
        const sorted = order === 'place' ? { ...rest, order } : withContainers({ ...rest, order }, containers ?? []);
        return [sorted, [{ kind: 'notify', notice: said(`sorted by ${order}`) }]];
      },
    },
  ],
  init: () => NO_CONTAINERS,
  update: onEvent,
  reads,
  isReady: ({ containers }) => containers !== undefined,
  rows: (state) => state.rows,
  note: ({ containers = [], order }) => `${counted(containers.length, 'container')}, sorted by ${order}`,
  heading: (_state, columns, { look }) => headingLine(CONTAINER_COLUMNS, columnWidths(CONTAINER_COLUMNS, columns), look),
  line: (state, place, columns, { look }) => {
    const container = state.containers?.[place];
    if (container === undefined) return [];
    const { ports, usage } = state.facts;
    const cells = cellsOf(container, ports.get(container.id), usage.get(container.id), look);
    return cellSpans(cells, CONTAINER_COLUMNS, columnWidths(CONTAINER_COLUMNS, columns), look);
  },
  whyEmpty: (_state, frame) => {
    const byFilter = emptiedByFilter(frame, 'containers');
    if (byFilter !== undefined) return byFilter;
    return frame.isImporting
      ? 'No containers yet: the events are being read.'
      : 'This case knows no container: everything in it ran on the host, or nothing tells.';
  },
  details: (state, columns, { look }) => {
    const container = selectedContainer(state);
    if (container === undefined) return [];
    const details = state.details?.containerId === container.id ? state.details : undefined;
    const { ports, usage, arePortsLeftOut } = state.facts;
    const own = arePortsLeftOut ? undefined : (ports.get(container.id) ?? NO_PORTS);
    return reportLines(container, own, details, usage.get(container.id), columns, look);
  },
  path: (state) => {
    const container = selectedContainer(state);
    return container === undefined ? 'containers' : placeText(container);
  },
  focus: (state) => {
    const container = selectedContainer(state);
    if (container === undefined) return {};
    const { id, mainProcess, startedAtUs } = container;
    return {
      containerId: id,
      ...(mainProcess === undefined ? {} : { processId: mainProcess }),
      ...(startedAtUs === undefined ? {} : { atUs: startedAtUs }),
    };
  },
});

const NO_PORTS: readonly ServedPort[] = [];

/** A container may listen on thousands of ports, each with a note: they are gone through once. */
const cellsOf = keptFor(
  (container: Container, ports: readonly ServedPort[] | undefined, usage: UsageRow | undefined, look: Look): readonly Span[] =>
    containerCells(container, ports ?? NO_PORTS, usage, look),
);

const reportLines = keptFor(
  (
    container: Container,
    ports: readonly ServedPort[] | undefined,
    details: ContainerDetails | undefined,
    usage: UsageRow | undefined,
    columns: number,
    look: Look,
  ): readonly Line[] => detailLines(containerReport(container, { ports, details, usage }, look), columns, look),
);

function processIn(state: ContainersState): number | undefined {
  const container = selectedContainer(state);
  return container?.mainProcess ?? (state.details?.containerId === container?.id ? state.details?.late[0]?.id : undefined);
}

function onEvent(state: ContainersState, event: ViewEvent): Step<ContainersState> {
  switch (event.kind) {
    case 'factsChanged':
    case 'filterChanged': {
      const { containers: _, details: __, ...rest } = state;
      return [rest, []];
    }
    case 'opened': {
      const { containerId } = event.focus;
      const isThere = containerId === undefined || selectedContainer(state)?.id === containerId;
      return [isThere ? state : withWanted({ ...state, wanted: containerId }), []];
    }
    case 'answered':
      if (event.answer.kind === 'containers')
        return [withWanted(withContainers({ ...state, facts: event.answer.facts }, event.answer.containers)), []];
      return event.answer.kind === 'containerDetails' ? [{ ...state, details: event.answer.details }, []] : [state, []];
    default:
      return [state, []];
  }
}

function reads(state: ContainersState, frame: Frame): readonly CaseRead[] {
  const withPorts = state.containers !== undefined || frame.facts.overview.connectionCount <= MOST_CONNECTIONS;
  if (state.containers === undefined || state.facts.arePortsLeftOut)
    return [{ kind: 'readContainers', filter: filterOf(frame), withPorts }];
  const container = selectedContainer(state);
  return container === undefined || state.details?.containerId === container.id ? [] : [{ kind: 'readContainerDetails', container }];
}
