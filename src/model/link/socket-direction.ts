import { INBOUND, LISTEN, OUTBOUND } from './connection-columns.js';
import { FIRST_EPHEMERAL_PORT, type ListensOn } from './orient-sockets.js';
import { ACCEPT, ATTEMPT, CONNECT, LISTENING, SEND, type SocketColumns } from './socket-columns.js';
import { UDP } from './texts.js';

/** Where the ports that anybody may open begin. */
const FIRST_ORDINARY_PORT = 1_024;

/** True for an event that does not say which way its socket goes. */
export function isDirectionUntold(operation: number): boolean {
  return operation >= SEND;
}

/** The direction of the socket that an event is the first of. */
export function directionOf(sockets: SocketColumns, at: number, place: number, listensOn: ListensOn): number {
  const operation = sockets.operation[at] ?? 0;
  switch (operation) {
    case CONNECT:
    case ATTEMPT:
      return OUTBOUND;
    case ACCEPT:
      return INBOUND;
    case LISTENING:
      return LISTEN;
    default:
      return guessed(sockets, at, place, listensOn);
  }
}

/** Only a later event of the socket was seen: a port that is listened on was connected to, otherwise the lower port is the service. */
function guessed({ operation, protocol, localPort, remotePort }: SocketColumns, at: number, place: number, listensOn: ListensOn): number {
  const local = Math.max(0, localPort[at] ?? 0);
  const remote = Math.max(0, remotePort[at] ?? 0);
  if (local > 0 && listensOn(place, local)) return INBOUND;
  if (protocol[at] === UDP && operation[at] === SEND) return isUdpAnswer(local, remote) ? INBOUND : OUTBOUND;
  if (local === 0) return remote >= FIRST_EPHEMERAL_PORT ? INBOUND : OUTBOUND;
  return remote > 0 && remote > local ? INBOUND : OUTBOUND;
}

/** Who sends first on a UDP socket calls; only from a privileged port to an ordinary one it is a service's answer. */
function isUdpAnswer(local: number, remote: number): boolean {
  return local > 0 && local < FIRST_ORDINARY_PORT && remote >= FIRST_ORDINARY_PORT;
}
