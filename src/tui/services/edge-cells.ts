import type { ServiceEdge } from '../../model/service-map.js';
import { type Span, span } from '../drawing/line.js';
import type { ListColumn } from '../drawing/list-columns.js';
import type { Look } from '../drawing/look.js';
import { bytesText, clockText, countText } from '../drawing/wording.js';
import { keptFor } from '../kept.js';
import type { ServicesState } from './services-state.js';

const DECLARED: ListColumn = { heading: 'declared', least: 14, most: 14, rank: 3 };

const EDGE_COLUMNS: readonly ListColumn[] = [
  { heading: 'caller', least: 14, most: 34, rank: 1 },
  { heading: 'calls', least: 26, most: 44, rank: 0 },
  { heading: 'times', least: 6, most: 8, align: 'right', rank: 2 },
  DECLARED,
  { heading: 'sent', least: 9, most: 9, align: 'right', rank: 4 },
  { heading: 'received', least: 9, most: 9, align: 'right', rank: 5 },
  { heading: 'first', least: 8, most: 8, rank: 6 },
  { heading: 'last', least: 8, most: 8, rank: 7 },
];

/** The columns of the map of services; without the one that no edge has anything to say in. */
export function edgeColumns({ edges }: ServicesState): readonly ListColumn[] {
  return columnsOf(edges);
}

/** Every row asks, and there may be ten thousand edges. */
const columnsOf = keptFor((edges: readonly ServiceEdge[]): readonly ListColumn[] => {
  const isAnyTold = edges.some((edge) => declaredText(edge) !== '');
  return isAnyTold ? EDGE_COLUMNS : EDGE_COLUMNS.filter((column) => column !== DECLARED);
});

/** An edge's cells, one for each of these columns. */
export function edgeCells(edge: ServiceEdge, columns: readonly ListColumn[], state: ServicesState, { glyphs }: Look): readonly Span[] {
  const isExternal = state.nodes.get(edge.to)?.scope === 'external';
  return [
    span(labelOf(edge.from, state), 'group'),
    span(
      `${isExternal ? glyphs.external : glyphs.outbound} ${labelOf(edge.to, state)}${portText(edge)}`,
      isExternal ? 'external' : undefined,
    ),
    span(countText(edge.attempts)),
    ...(columns.includes(DECLARED) ? [declaredSpan(edge)] : []),
    span(edge.bytesSent === undefined ? '' : bytesText(edge.bytesSent)),
    span(edge.bytesReceived === undefined ? '' : bytesText(edge.bytesReceived)),
    span(edge.firstUs === undefined ? '' : clockText(edge.firstUs), 'quiet'),
    span(edge.lastUs === undefined ? '' : clockText(edge.lastUs), 'quiet'),
  ];
}

function declaredSpan(edge: ServiceEdge): Span {
  return span(declaredText(edge), edge.isDeclared === false || edge.isNew === true ? 'warning' : 'quiet');
}

/** Whether the called port is declared, and whether the edge came later than the first heartbeat. */
export function declaredText({ isDeclared, isNew }: ServiceEdge): string {
  const declared = isDeclared === undefined ? [] : [isDeclared ? 'yes' : 'undeclared'];
  return [...declared, ...(isNew === true ? ['new'] : [])].join(', ');
}

/** What a party is called. */
export function labelOf(id: string, { nodes }: Pick<ServicesState, 'nodes'>): string {
  return nodes.get(id)?.label ?? id;
}

/** The port of an edge, where it is told. */
export function portText({ port, protocol }: Pick<ServiceEdge, 'port' | 'protocol'>): string {
  const transport = protocol === 'tcp' ? '' : `/${protocol}`;
  return port === 0 ? transport : `:${port}${transport}`;
}
