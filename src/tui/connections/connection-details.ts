import type { Connection } from '../../model/connection.js';
import type { ConnectionGroup } from '../../model/connection-list.js';
import { formatDuration, formatTime } from '../../model/time.js';
import { bytesText, countText, endpointText, shortBinary } from '../drawing/wording.js';
import { type Detail, field, heading, sections, sentence } from '../tree/detail-lines.js';
import { stateText } from './connection-cells.js';

/** A connection in full: both ends, its names and where each is from, when, how much. */
export function connectionDetails(connection: Connection): readonly Detail[] {
  const { process, local, remote, direction, protocol, scope } = connection;
  const place = [connection.namespace, connection.pod, connection.containerName].filter((part) => part !== undefined).join('/');
  return sections(
    [
      heading(`${protocol} ${direction}${connection.directionIsInferred ? ' (direction inferred)' : ''}`),
      ...field('process', `${process.binary ?? '?'} ${process.arguments ?? ''} (pid ${process.pid})`),
      ...field('in', place),
      ...field('node', connection.node),
      ...field('local', local === undefined ? undefined : endpointText(local)),
      ...field('remote', remote === undefined ? undefined : endpointText(remote), scope === 'external' ? 'external' : undefined),
      ...field('scope', scope, scope === 'external' ? 'external' : undefined),
    ],
    [
      heading('Names'),
      ...connection.remoteNames.flatMap(({ name, from, note }) => field(from, note === undefined ? name : `${name}: ${note}`)),
    ],
    [heading('The other end'), ...otherEnd(connection)],
    [
      heading('When and how much'),
      ...field('state', stateText(connection)),
      ...field('opened', timeText(connection.openedAtUs, connection.openedAtNs)),
      ...field('closed', timeText(connection.closedAtUs, connection.closedAtNs)),
      ...field('lasted', lasted(connection)),
      ...field('sent', connection.bytesSent === undefined ? undefined : bytesText(connection.bytesSent)),
      ...field('received', connection.bytesReceived === undefined ? undefined : bytesText(connection.bytesReceived)),
      ...field('attempts', connection.attempts > 1 ? countText(connection.attempts) : undefined),
      ...field('cookie', connection.cookie),
    ],
    [heading('Evidence'), ...connection.evidence.map(({ source, line }) => sentence(`${source}:${line}`))],
  );
}

function otherEnd(connection: Connection): readonly Detail[] {
  const { peer, remoteNamespace, remotePod, remoteWorkload, remotePodIsInferred } = connection;
  const pod = [remoteNamespace, remotePod ?? remoteWorkload].filter((part) => part !== undefined).join('/');
  const process =
    peer === undefined ? undefined : `${shortBinary(peer.process.binary)} ${peer.process.arguments ?? ''} (pid ${peer.process.pid})`;
  return [
    ...field('pod', pod === '' ? undefined : `${pod}${remotePodIsInferred ? ' (inferred from its address)' : ''}`),
    ...field('process', process),
    ...field('in', peer?.pod ?? peer?.containerName),
  ];
}

function timeText(us: number | undefined, ns: number | undefined): string | undefined {
  return us === undefined ? undefined : formatTime(us, ns);
}

function lasted({ openedAtUs, closedAtUs }: Connection): string | undefined {
  return openedAtUs === undefined || closedAtUs === undefined ? undefined : formatDuration(closedAtUs - openedAtUs);
}

/** What a group adds up to. */
export function groupDetails(group: ConnectionGroup): readonly Detail[] {
  return [
    heading(group.label),
    ...field('in', group.place),
    ...field('connections', countText(group.count)),
    ...field('end not seen', group.openCount === 0 ? undefined : countText(group.openCount)),
    ...field('external', group.externalCount === 0 ? undefined : countText(group.externalCount), 'external'),
    ...field('sent', group.bytesSent === undefined ? undefined : bytesText(group.bytesSent)),
    ...field('received', group.bytesReceived === undefined ? undefined : bytesText(group.bytesReceived)),
    ...field('first', timeText(group.firstUs, undefined)),
    ...field('last', timeText(group.lastUs, undefined)),
    ...field('longest', group.longestUs === undefined ? undefined : formatDuration(group.longestUs)),
  ];
}
