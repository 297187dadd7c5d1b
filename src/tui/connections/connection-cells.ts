import type { Connection } from '../../model/connection.js';
import type { ConnectionGroup } from '../../model/connection-list.js';
import { formatDuration } from '../../model/time.js';
import { type Span, span } from '../drawing/line.js';
import type { ListColumn } from '../drawing/list-columns.js';
import type { Look } from '../drawing/look.js';
import { bytesText, clockText, countText, endpointText, remoteName, shortCommand, shortProcessName } from '../drawing/wording.js';
import type { ConnectionsState, ListedRow } from './connections-state.js';

/** The columns of the connections view. */
export const CONNECTION_COLUMNS: readonly ListColumn[] = [
  { heading: 'connections', least: 34, rank: 0, cut: 'end' },
  { heading: 'state', least: 9, most: 9, rank: 3 },
  { heading: 'sent', least: 9, most: 9, align: 'right', rank: 1 },
  { heading: 'received', least: 9, most: 9, align: 'right', rank: 2 },
  { heading: 'lasted', least: 7, most: 7, align: 'right', rank: 5 },
  { heading: 'first', least: 8, most: 8, rank: 4 },
  { heading: 'last', least: 8, most: 8, rank: 6 },
];

/** A row's cells, one for each column. */
export function connectionCells(row: ListedRow, state: ConnectionsState, look: Look): readonly Span[] {
  if (row.kind === 'group') return groupCells(row.group, state.open.has(row.group.name), look);
  const { connection } = row;
  if (connection === undefined) return [span('(not read)', 'quiet')];
  return [
    whoCell(connection, state, look),
    span(stateText(connection), 'quiet'),
    bytesCell(connection.bytesSent),
    bytesCell(connection.bytesReceived),
    durationCell(connection.openedAtUs, connection.closedAtUs),
    clockCell(connection.openedAtUs),
    clockCell(connection.closedAtUs),
  ];
}

function groupCells(group: ConnectionGroup, isOpen: boolean, { glyphs }: Look): readonly Span[] {
  const place = group.place === undefined ? '' : ` in ${group.place}`;
  const external = group.externalCount === 0 ? '' : `  ${glyphs.external} ${countText(group.externalCount)} external`;
  return [
    span(
      `${isOpen ? glyphs.open : glyphs.closed} ${shortCommand(group.label)}${place}${external}`,
      group.externalCount > 0 ? 'external' : 'group',
    ),
    span(`${glyphs.times}${countText(group.count)}`, 'strong'),
    bytesCell(group.bytesSent),
    bytesCell(group.bytesReceived),
    span(group.longestUs === undefined ? '' : formatDuration(group.longestUs), 'quiet'),
    clockCell(group.firstUs),
    clockCell(group.lastUs),
  ];
}

/** Where to, and whose it is unless the group says so; the name stands first, since the end may be cut. */
function whoCell(connection: Connection, { grouping }: ConnectionsState, { glyphs }: Look): Span {
  const { direction, scope, protocol, local, remote, process, attempts, peer } = connection;
  const isExternal = scope === 'external';
  const arrow = { outbound: isExternal ? glyphs.external : glyphs.outbound, inbound: glyphs.inbound, listen: glyphs.listen }[direction];
  const name = remoteName(connection);
  const end = direction === 'listen' ? `listens on ${endpointText(local)}` : endpointText(remote);
  const owner = grouping === 'process' ? '' : `${shortProcessName(process)} `;
  const answered = peer === undefined ? '' : `  ${glyphs.peer} ${shortProcessName(peer.process)}`;
  const text = `${owner}${arrow} ${name === undefined ? '' : `${name} `}${end} ${protocol}${isExternal ? ' external' : ''}`;
  const folded = attempts > 1 ? ` ${glyphs.times}${countText(attempts)}` : '';
  return span(`${grouping === 'none' ? '' : '  '}${text}${folded}${answered}`, isExternal ? 'external' : undefined);
}

/** `open`: no end was seen. */
export function stateText({ direction, closedAtUs }: Connection): string {
  if (direction === 'listen') return 'listens';
  return closedAtUs === undefined ? 'open' : 'closed';
}

function bytesCell(bytes: number | undefined): Span {
  return span(bytes === undefined ? '' : bytesText(bytes));
}

function clockCell(us: number | undefined): Span {
  return span(us === undefined ? '' : clockText(us), 'quiet');
}

function durationCell(from: number | undefined, to: number | undefined): Span {
  return span(from === undefined || to === undefined ? '' : formatDuration(to - from), 'quiet');
}
