import type { Connection } from '../../model/connection.js';
import { formatDuration } from '../../model/time.js';
import { type Line, type Span, span, textLine } from '../drawing/line.js';
import type { Look } from '../drawing/look.js';
import { bytesText, clockText, endpointText, processName } from '../drawing/wording.js';
import type { Frame } from '../view.js';
import { chosenPlace, connectionsShown } from './connection-list.js';
import { selectedProcessId } from './selecting.js';
import type { TreeState } from './tree-state.js';

/** The lines of the connections pane, at most `height`; or the one that says why there are none. */
export function connectionLines(state: TreeState, frame: Frame, height: number): readonly Line[] {
  const connections = connectionsShown(state);
  if (connections.length === 0) return [textLine(` ${whyNone(state, frame)}`, 'quiet')];
  const chosen = chosenPlace(state);
  const top = Math.max(0, Math.min(chosen - Math.floor(height / 2), connections.length - height));
  return Array.from({ length: Math.min(height, connections.length - top) }, (_, place): Line => {
    const connection = connections.at(top + place);
    if (connection === undefined) return textLine('');
    const isChosen = top + place === chosen;
    const spans = [span(isChosen ? frame.look.glyphs.cursor : ' ', 'strong'), ...connectionSpans(connection, frame.look)];
    return isChosen && state.focus === 'connections' ? { spans, isSelected: true } : { spans };
  });
}

function whyNone(state: TreeState, frame: Frame): string {
  if (frame.facts.overview.connectionCount === 0) return 'The case holds no connections: its sources have no network events.';
  return selectedProcessId(state) === undefined ? 'Select a process to see its connections.' : 'No connection of this process was seen.';
}

function connectionSpans(connection: Connection, look: Look): readonly Span[] {
  const isExternal = connection.scope === 'external';
  const outbound = isExternal ? look.glyphs.external : look.glyphs.outbound;
  const arrow = { outbound, inbound: look.glyphs.inbound, listen: look.glyphs.listen }[connection.direction];
  const end = connection.direction === 'listen' ? `listens on ${endpointText(connection.local)}` : endpointText(connection.remote);
  return [
    span(`${arrow} `, isExternal ? 'external' : 'strong'),
    span(`${connection.protocol} ${end}`, isExternal ? 'external' : undefined),
    ...nameSpans(connection),
    ...(isExternal ? [span('  external', 'external')] : []),
    ...peerSpans(connection, look),
    ...sizeSpans(connection),
    ...timeSpans(connection),
    ...(connection.direction !== 'listen' && connection.local !== undefined
      ? [span(`  from ${endpointText(connection.local)}`, 'quiet')]
      : []),
  ];
}

function nameSpans(connection: Connection): readonly Span[] {
  const [first, ...others] = connection.remoteNames;
  const pod =
    connection.remotePod === undefined ? [] : [span(`  pod ${connection.remotePod}${connection.remotePodIsInferred ? ' (inferred)' : ''}`)];
  if (first === undefined) return pod;
  const more = others.length === 0 ? '' : ` +${others.length}`;
  return [span(`  ${first.name}`, 'strong'), span(` (${first.from}${more})`, 'quiet'), ...pod];
}

function peerSpans({ peer }: Connection, look: Look): readonly Span[] {
  if (peer === undefined) return [];
  const where = peer.pod ?? peer.containerName;
  return [span(`  ${look.glyphs.peer} ${processName(peer.process)}${where === undefined ? '' : ` in ${where}`}`, 'entered')];
}

function sizeSpans({ bytesSent, bytesReceived, attempts }: Connection): readonly Span[] {
  return [
    ...(bytesSent === undefined ? [] : [span(`  sent ${bytesText(bytesSent)}`)]),
    ...(bytesReceived === undefined ? [] : [span(`  got ${bytesText(bytesReceived)}`)]),
    ...(attempts > 1 ? [span(`  ${attempts} attempts`)] : []),
  ];
}

function timeSpans({ openedAtUs, closedAtUs }: Connection): readonly Span[] {
  if (openedAtUs === undefined) return [];
  const length = closedAtUs === undefined ? '' : `, ${formatDuration(closedAtUs - openedAtUs)}`;
  return [span(`  ${clockText(openedAtUs)}${length}`, 'quiet')];
}
