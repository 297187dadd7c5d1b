import type { Heartbeat, SocketChange } from '../../model/heartbeat.js';
import type { Container } from '../../model/process.js';
import type { ServedPort } from '../../model/served-port.js';
import type { ServiceEdge, ServiceMap } from '../../model/service-map.js';
import type { TextStyle } from './style.js';
import type { Column } from './table.js';
import { bytesText, counted, countText, endpointText, placeText, programText, whenText } from './wording.js';

/** Columns of the map of services. */
export function serviceColumns({ nodes }: ServiceMap): readonly Column<ServiceEdge>[] {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const label = (id: string): string => known.get(id)?.label ?? id;
  const isOutside = ({ to }: ServiceEdge): boolean => known.get(to)?.scope === 'external';
  return [
    { title: 'FROM', text: ({ from }) => label(from) },
    { title: 'TO', text: ({ to }) => label(to), role: (edge) => (isOutside(edge) ? 'external' : undefined) },
    { title: 'PORT', text: ({ protocol, port }) => (port === 0 ? protocol : `${protocol} ${port}`) },
    { title: 'CONNECTIONS', isRight: true, text: ({ connections }) => countText(connections) },
    { title: 'FIRST (UTC)', isRigid: true, text: ({ firstUs }) => whenText(firstUs) },
    { title: 'LAST (UTC)', isRigid: true, text: ({ lastUs }) => whenText(lastUs) },
    { title: 'SENT', isRight: true, text: ({ bytesSent }) => bytesText(bytesSent) },
    { title: 'RECEIVED', isRight: true, text: ({ bytesReceived }) => bytesText(bytesReceived) },
    { title: 'SEEN BY', text: ({ seenBy }) => seenBy },
    {
      title: 'NOTE',
      text: ({ isNew, isDeclared }) => [...(isNew === true ? ['new'] : []), ...(isDeclared === false ? ['undeclared'] : [])].join(', '),
      role: ({ isNew, isDeclared }) => (isNew === true || isDeclared === false ? 'warning' : undefined),
    },
  ];
}

/** Columns of the list of ports. */
export function portColumns(
  { glyphs }: TextStyle,
  containerOf: (port: ServedPort) => Container | undefined,
): readonly Column<ServedPort>[] {
  return [
    { title: 'WHERE', text: (port) => placeText(containerOf(port), port.node, glyphs) },
    { title: 'PORT', text: ({ protocol, port }) => `${protocol} ${port}` },
    { title: 'ADDRESS', text: ({ isListening, ips }) => (isListening ? ips.join(', ') || 'every' : '') },
    { title: 'PROGRAM', text: ({ process }) => (process === undefined ? '' : programText(process)) },
    { title: 'FIRST (UTC)', isRigid: true, text: ({ firstUs }) => whenText(firstUs) },
    { title: 'GONE (UTC)', isRigid: true, text: ({ goneUs }) => whenText(goneUs) },
    { title: 'NOTE', text: portNote, role: (port) => (portNote(port) === '' ? undefined : 'warning') },
    { title: 'USED BY', text: ({ users }) => users.map(({ label, connections }) => `${label} (${connections})`).join(', ') },
  ];
}

/** Who sends to a socket of UDP is in no table, so that nobody was seen says less there. */
function portNote({ protocol, isListening, useCount, isDeclared, isNew }: ServedPort): string {
  const notes = [
    ...(isListening ? [] : ['no listener seen']),
    ...(isListening && useCount === 0 ? [protocol === 'udp' ? 'no use seen' : 'never used'] : []),
    ...(isDeclared === false ? ['undeclared'] : []),
    ...(isNew === true ? ['new'] : []),
  ];
  return notes.join(', ');
}

/** Columns of the list of heartbeats. */
export function heartbeatColumns(
  { glyphs }: TextStyle,
  containerOf: (heartbeat: Heartbeat) => Container | undefined,
): readonly Column<Heartbeat>[] {
  return [
    { title: 'TIME (UTC)', isRigid: true, text: ({ atUs }) => whenText(atUs) },
    { title: 'WHERE', text: (heartbeat) => placeText(containerOf(heartbeat), heartbeat.instance, glyphs) },
    { title: 'REPORT', text: ({ operation }) => operation },
    { title: 'LISTENING', isRight: true, text: ({ sockets }) => (sockets === undefined ? '' : String(sockets.listening)) },
    { title: 'CONNECTED', isRight: true, text: ({ sockets }) => (sockets === undefined ? '' : String(sockets.connected)) },
    { title: 'RECEIVED', isRight: true, text: ({ bytesReceived }) => bytesText(bytesReceived) },
    { title: 'SENT', isRight: true, text: ({ bytesSent }) => bytesText(bytesSent) },
    { title: 'CHANGES', text: changesText, role: ({ missing }) => (missing > 0 ? 'warning' : undefined) },
  ];
}

function changesText({ changes, missing, newNeighbours }: Heartbeat): string {
  const gap = missing === 0 ? [] : [`${counted(missing, 'heartbeat')} missing before this`];
  const neighbours = newNeighbours.length === 0 ? [] : [`met ${newNeighbours.join(', ')}`];
  return [...gap, ...changes.map(changeText), ...neighbours].join('; ');
}

function changeText({ change, direction, protocol, local, remote }: SocketChange): string {
  const sign = change === 'appeared' ? '+' : '-';
  if (direction === 'listen') return `${sign}listen ${protocol} ${endpointText(local)}`;
  const ends = direction === 'outbound' ? `to ${endpointText(remote)}` : `from ${endpointText(remote)} to :${local.port}`;
  return `${sign}${protocol} ${ends}`;
}
