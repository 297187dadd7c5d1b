import type { ServedPort } from '../../model/served-port.js';
import type { ServiceEdge, ServiceNode } from '../../model/service-map.js';
import { formatTime } from '../../model/time.js';
import { portNote } from '../containers/port-note.js';
import { countText } from '../drawing/wording.js';
import { type Detail, field, heading, sections, sentence } from '../tree/detail-lines.js';
import { declaredText, labelOf, portText } from './edge-cells.js';
import type { ServicesState } from './services-state.js';

const SEEN_BY: Readonly<Record<ServiceEdge['seenBy'], string>> = {
  caller: 'the caller alone',
  server: 'the one that was called alone',
  both: 'both ends',
};

/** An edge in full, and the ports of the one whose neighbourhood is drawn: declared against used. */
export function serviceDetails(edge: ServiceEdge, node: ServiceNode | undefined, state: ServicesState): readonly Detail[] {
  const { connections, attempts, firstUs, lastUs, seenBy, heartbeats } = edge;
  return sections(
    [
      heading(`${labelOf(edge.from, state)} calls ${labelOf(edge.to, state)}${portText(edge)}`),
      ...field(
        'connections',
        attempts === connections ? countText(connections) : `${countText(connections)} in ${countText(attempts)} attempts`,
      ),
      ...field('declared', declaredText(edge), edge.isDeclared === false ? 'warning' : undefined),
      ...field('seen by', SEEN_BY[seenBy]),
      ...field(
        'heartbeats',
        heartbeats.caller + heartbeats.server === 0 ? undefined : `${heartbeats.caller} of the caller, ${heartbeats.server} of the called`,
      ),
      ...field('first', firstUs === undefined ? undefined : formatTime(firstUs)),
      ...field('last', lastUs === undefined ? undefined : formatTime(lastUs)),
    ],
    node === undefined ? [] : [heading(`Ports of ${node.label}: declared against used`), ...portDetails(node, state.ports ?? [])],
    node === undefined
      ? []
      : [
          heading(node.label),
          ...field('is a', node.kind),
          ...field('image', node.image),
          ...field('commit', node.commit),
          ...field('addresses', node.addresses.join(' ')),
        ],
  );
}

function portDetails(node: ServiceNode, ports: readonly ServedPort[]): readonly Detail[] {
  const own = ports.filter(({ containerId }) => containerId !== undefined && node.containers.includes(containerId));
  if (own.length === 0) return [sentence('none is listened on, used or declared as far as the sources tell', 'quiet')];
  return own.flatMap((port) => {
    const { text, isOdd } = portNote(port);
    return field(`${port.port}/${port.protocol}`, text, isOdd ? 'warning' : undefined);
  });
}
