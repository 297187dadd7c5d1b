import type { SocketColumns, SocketOwners } from './socket-columns.js';
import { isEndTold } from './texts.js';

/** Whether anything at this place was seen to listen on a port. */
export type ListensOn = (place: number, port: number) => boolean;

/** Where Linux takes the ports of calling sockets from (net.ipv4.ip_local_port_range). */
export const FIRST_EPHEMERAL_PORT = 32_768;

/** Puts the process's own end first where a source does not say which it is, in place. Ports without an address are none; others were told. */
export function orientSockets(sockets: SocketColumns, { place }: Pick<SocketOwners, 'place'>, listensOn: ListensOn): void {
  const { isOriented, localIp, localPort, remoteIp, remotePort } = sockets;
  for (let at = 0; at < sockets.length; at++) {
    localPort[at] = localIp[at] === 0 ? -1 : Math.max(0, localPort[at] ?? 0);
    remotePort[at] = remoteIp[at] === 0 ? -1 : Math.max(0, remotePort[at] ?? 0);
    if (isOriented[at] === 1) continue;
    orient(sockets, at, isSecondLocal(place[at] ?? 0, localPort[at] ?? -1, remotePort[at] ?? -1, listensOn));
    isOriented[at] = 1;
  }
}

function orient({ localIp, localPort, remoteIp, remotePort }: SocketColumns, at: number, isSwapped: boolean): void {
  const [firstIp, firstPort, secondIp, secondPort] = [localIp[at] ?? 0, localPort[at] ?? -1, remoteIp[at] ?? 0, remotePort[at] ?? -1];
  const [ip, port] = isSwapped ? [firstIp, firstPort] : [secondIp, secondPort];
  if (isSwapped) {
    localIp[at] = secondIp;
    localPort[at] = secondPort;
  }
  const isTold = isEndTold(ip, port);
  remoteIp[at] = isTold ? ip : 0;
  remotePort[at] = isTold ? port : -1;
}

/** An accept's ends may be printed either way round: the end that is being listened on is the process's own. */
function isSecondLocal(place: number, first: number, second: number, listensOn: ListensOn): boolean {
  const isFirstListening = first > 0 && listensOn(place, first);
  const isSecondListening = second > 0 && listensOn(place, second);
  if (isFirstListening !== isSecondListening) return isSecondListening;
  if (first <= 0) return true;
  if (second <= 0) return false;
  // The compact printer shows an accept as remote => local, so an undecided one is read that way unless its ports say otherwise.
  return second < FIRST_EPHEMERAL_PORT || first >= FIRST_EPHEMERAL_PORT;
}
