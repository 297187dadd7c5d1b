import type { Heartbeat, SocketChange } from '../../model/heartbeat.js';
import type { Container } from '../../model/process.js';
import { type Span, span } from '../drawing/line.js';
import type { ListColumn } from '../drawing/list-columns.js';
import type { Look } from '../drawing/look.js';
import { bytesText, clockText, counted, countText, endpointText } from '../drawing/wording.js';

/** The columns of the heartbeats view. */
export const HEARTBEAT_COLUMNS: readonly ListColumn[] = [
  { heading: 'time', least: 8, most: 8, rank: 1 },
  { heading: 'container', least: 12, most: 24, rank: 2 },
  { heading: 'what came and went', least: 24, rank: 0, cut: 'end' },
  { heading: 'listening', least: 9, most: 9, align: 'right', rank: 3 },
  { heading: 'connected', least: 9, most: 9, align: 'right', rank: 4 },
  { heading: 'received', least: 9, most: 9, align: 'right', rank: 5 },
  { heading: 'sent', least: 9, most: 9, align: 'right', rank: 6 },
];

/** A heartbeat's cells, one for each column. */
export function heartbeatCells(heartbeat: Heartbeat, container: Container | undefined, look: Look): readonly Span[] {
  const { atUs, sockets, bytesReceived, bytesSent, changes, missing } = heartbeat;
  return [
    span(clockText(atUs), 'quiet'),
    span(container?.name ?? container?.pod ?? container?.containerId.slice(0, 12) ?? '?', 'group'),
    span(whatText(heartbeat, look), missing > 0 || changes.some(isListener) ? 'warning' : undefined),
    span(sockets === undefined ? '' : countText(sockets.listening)),
    span(sockets === undefined ? '' : countText(sockets.connected)),
    span(bytesReceived === undefined ? '' : bytesText(bytesReceived)),
    span(bytesSent === undefined ? '' : bytesText(bytesSent)),
  ];
}

function isListener({ direction }: SocketChange): boolean {
  return direction === 'listen';
}

/** Listeners before peers, since those are few: `+ listens on :9090, - 10.0.0.1:443`. */
function whatText({ changes, newNeighbours, missing, operation }: Heartbeat, look: Look): string {
  const parts = [
    ...(missing > 0 ? [`${counted(missing, 'heartbeat')} missing before it`] : []),
    ...[...changes].sort((a, b) => Number(isListener(b)) - Number(isListener(a))).map((change) => changeText(change, look)),
    ...(newNeighbours.length > 0 ? [`${counted(newNeighbours.length, 'new neighbour')}`] : []),
  ];
  return parts.length === 0 ? `(${operation})` : parts.join(', ');
}

/** A socket that came or went. */
export function changeText({ change, direction, protocol, local, remote }: SocketChange, { glyphs }: Look): string {
  const sign = change === 'appeared' ? '+' : '-';
  const transport = protocol === 'tcp' ? '' : ` ${protocol}`;
  if (direction === 'listen') return `${sign} listens on ${endpointText(local)}${transport}`;
  const arrow = direction === 'inbound' ? glyphs.inbound : glyphs.outbound;
  return `${sign} ${arrow} ${endpointText(remote)}${transport}`;
}
