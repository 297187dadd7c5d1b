import type { Heartbeat } from '../../model/heartbeat.js';
import type { Container } from '../../model/process.js';
import { formatTime } from '../../model/time.js';
import type { Look } from '../drawing/look.js';
import { bytesText, countText, endpointText } from '../drawing/wording.js';
import { containerSections } from '../tree/container-details.js';
import { type Detail, field, heading, sections, sentence } from '../tree/detail-lines.js';
import { changeText } from './heartbeat-cells.js';

/** A heartbeat in full: every socket that came or went, and what the container is. */
export function heartbeatDetails(heartbeat: Heartbeat, container: Container | undefined, look: Look): readonly Detail[] {
  const { sockets, changes, missing, newNeighbours, evidence } = heartbeat;
  return sections(
    [
      heading(`${heartbeat.operation} at ${formatTime(heartbeat.atUs)}`),
      ...field('listening', sockets === undefined ? 'this report has no table of sockets' : countText(sockets.listening)),
      ...field('connected', sockets === undefined ? undefined : countText(sockets.connected)),
      ...field(
        'received',
        heartbeat.bytesReceived === undefined ? undefined : `${bytesText(heartbeat.bytesReceived)} since the report before`,
      ),
      ...field('sent', heartbeat.bytesSent === undefined ? undefined : `${bytesText(heartbeat.bytesSent)} since the report before`),
      ...field('missing', missing === 0 ? undefined : `${countText(missing)} that should have come before it`, 'warning'),
    ],
    [
      heading('Came and went since the report before'),
      ...changes.map((change) => {
        const from = change.direction === 'listen' ? '' : ` from ${endpointText(change.local)}`;
        return sentence(`${changeText(change, look)}${from}`, change.direction === 'listen' ? 'warning' : undefined);
      }),
      ...field('neighbours', newNeighbours.join(' ')),
    ],
    ...(container === undefined ? [] : containerSections(container)),
    [heading('Evidence'), sentence(`${evidence.source}:${evidence.line}`)],
  );
}
