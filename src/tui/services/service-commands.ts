import { SERVICE_GROUPINGS } from '../../model/service-map.js';
import { filterEffects } from '../filter-effects.js';
import { said } from '../notice.js';
import type { Command, Step } from '../view.js';
import { edgeFilter } from './edge-filter.js';
import { drawnNode, EDGE_ORDERS, type ServicesState, selectedEdge, withMap } from './services-state.js';

/** Commands of the map of services besides moving. */
export const SERVICE_COMMANDS: readonly Command<ServicesState>[] = [
  {
    id: 'services.connections',
    keys: ['enter'],
    description: 'filter by this edge, and show its connections',
    hint: 'its connections',
    off: (state) => (filterOfSelected(state) === undefined ? 'the caller of this edge is nobody whom the filter could name' : undefined),
    run: toConnections,
  },
  {
    id: 'services.container',
    keys: ['o'],
    description: 'go to the container whose neighbourhood is drawn',
    off: (state) => (drawnNode(state)?.containers[0] === undefined ? 'it is no container of this case' : undefined),
    run: (state) => {
      const containerId = drawnNode(state)?.containers[0];
      return [state, containerId === undefined ? [] : [{ kind: 'goToView', viewId: 'containers', focus: { containerId } }]];
    },
  },
  {
    id: 'services.side',
    keys: ['n', 'left', 'right', 'h', 'l'],
    description: 'draw the neighbourhood of the caller, or of the one that is called',
    hint: 'other end',
    run: (state) => [{ ...state, side: state.side === 'to' ? 'from' : 'to', detailsTop: 0 }, []],
  },
  {
    id: 'services.grouping',
    keys: ['t'],
    description: 'one party for each workload, pod or container',
    hint: 'group',
    run: (state) => {
      const grouping = next(SERVICE_GROUPINGS, state.grouping);
      const { map: _, ...rest } = state;
      return [{ ...rest, grouping }, [{ kind: 'notify', notice: said(`one party for each ${grouping}`) }]];
    },
  },
  {
    id: 'services.order',
    keys: ['s'],
    description: 'sort by oddness, calls, bytes or time',
    hint: 'sort',
    run: (state) => {
      const order = next(EDGE_ORDERS, state.order);
      const sorted = { ...state, order };
      return [state.map === undefined ? sorted : withMap(sorted, state.map), [{ kind: 'notify', notice: said(`sorted by ${order}`) }]];
    },
  },
];

function next<One>(all: readonly One[], now: One): One {
  return all[(all.indexOf(now) + 1) % all.length] ?? now;
}

function filterOfSelected(state: ServicesState): string | undefined {
  const edge = selectedEdge(state);
  return edge === undefined ? undefined : edgeFilter(edge, state.nodes.get(edge.from), state.nodes.get(edge.to));
}

function toConnections(state: ServicesState): Step<ServicesState> {
  const text = filterOfSelected(state);
  if (text === undefined) return [state, []];
  return [state, [...filterEffects(text), { kind: 'goToView', viewId: 'connections', focus: {} }]];
}
