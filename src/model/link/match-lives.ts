import type { Direction } from '../connection.js';
import type { SocketEnd } from '../record.js';
import type { TimeUs } from '../time.js';
import type { SocketLife } from './pair-snapshots.js';

/** A connection that another source told of. */
export interface KnownSocket {
  readonly id: number;
  readonly direction: Direction;
  readonly local?: SocketEnd;
  readonly remote?: SocketEnd;
  readonly openedUs?: TimeUs;
  readonly closedUs?: TimeUs;
}

/** A closed socket is printed for a minute (TIME_WAIT), in heartbeats that may be half a minute apart; two when it was not closed well. */
const CLOSED_BEFORE_US = 130_000_000;
/** The table is read a while before or after the report's time. */
const READ_WITHIN_US = 2_000_000;

/** The connection that a socket of a heartbeat is, of those with its remote end: of several the one that was opened last. */
export function sameSocket(life: SocketLife, known: readonly KnownSocket[]): number | undefined {
  const possible = known.filter((socket) => agreesWith(life, socket) && overlaps(life, socket));
  const told = possible.filter(({ local }) => (local?.port ?? 0) > 0);
  return newest(told.length > 0 ? told : possible)?.id;
}

/** True for a socket with the ends of the life's, as far as both are told. */
function agreesWith({ direction, directionIsInferred, local }: SocketLife, known: KnownSocket): boolean {
  if (known.direction === 'listen' || (known.direction !== direction && !directionIsInferred && direction !== 'outbound')) return false;
  const port = known.local?.port ?? 0;
  return port === local.port || (port === 0 && known.direction === direction);
}

function overlaps(life: SocketLife, { openedUs, closedUs }: KnownSocket): boolean {
  const isOpenedByThen = openedUs === undefined || openedUs <= life.lastUs + READ_WITHIN_US;
  return isOpenedByThen && (closedUs === undefined || closedUs >= life.firstUs - CLOSED_BEFORE_US);
}

function newest(sockets: readonly KnownSocket[]): KnownSocket | undefined {
  return sockets.toSorted((a, b) => (b.openedUs ?? 0) - (a.openedUs ?? 0) || a.id - b.id)[0];
}

/** An accept of which the source did not tell who called. */
export interface UntoldAccept {
  readonly id: number;
  readonly us: TimeUs;
}

/** The accept that a socket of a heartbeat came from: it must lie between the moment without the socket and the first with it. */
export function acceptOf(life: SocketLife, accepts: readonly UntoldAccept[]): number | undefined {
  const from = (life.absentUs ?? 0) - CLOSED_BEFORE_US * Number(life.goneUs === life.firstUs) - READ_WITHIN_US;
  const possible = accepts.filter(({ us }) => us >= from && us <= life.firstUs + READ_WITHIN_US);
  return possible.toSorted((a, b) => b.us - a.us || a.id - b.id)[0]?.id;
}
