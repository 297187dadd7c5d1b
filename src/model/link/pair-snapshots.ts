import { addressScope, isUnspecified } from '../address.js';
import type { Direction } from '../connection.js';
import type { SocketEnd } from '../record.js';
import type { SnapshotSocket } from '../snapshot.js';
import type { TimeUs } from '../time.js';

/** The sockets of one instance at one moment. */
export interface SocketMoment {
  readonly us: TimeUs;
  /** Rows of the reports that tell it: the same heartbeat may be reported by several templates. */
  readonly events: readonly number[];
  readonly isHeartbeat: boolean;
  readonly sockets: readonly SnapshotSocket[];
}

/** A socket from the first moment that has it to the last. */
export interface SocketLife {
  readonly protocol: 'tcp' | 'udp';
  readonly direction: Direction;
  /** True when no row of a listener tells the direction. */
  readonly directionIsInferred: boolean;
  readonly local: SocketEnd;
  readonly remote?: SocketEnd;
  /** As it was seen last. */
  readonly state: string;
  readonly uid?: number;
  readonly inode?: number;
  /** The last moment without it: it began after that, at `firstUs` at the latest. Absent when it was there from the first. */
  readonly absentUs?: TimeUs;
  readonly firstUs: TimeUs;
  readonly lastUs: TimeUs;
  /** The first moment at which it was closed or gone. */
  readonly goneUs?: TimeUs;
  /** Heartbeats that have it. */
  readonly heartbeats: number;
  readonly events: readonly number[];
}

/** Reports of one instance that are nearer to each other than this tell one moment. */
export const SAME_MOMENT_US = 1_000_000;
/** Where Linux takes the ports of calling sockets from (net.ipv4.ip_local_port_range). */
const FIRST_EPHEMERAL_PORT = 32_768;
/** Docker's resolver inside each container: not the workload's. */
const EMBEDDED_RESOLVER = '127.0.0.11';
/** States in which a connection carries nothing any more. */
const ENDED = new Set(['FIN_WAIT1', 'FIN_WAIT2', 'TIME_WAIT', 'CLOSE', 'CLOSE_WAIT', 'LAST_ACK', 'CLOSING']);

type Draft = { -readonly [Key in keyof SocketLife]: SocketLife[Key] } & { events: number[] };

/** Reports in order of time as moments: several of the same instant are one, whose rows are those of all. */
export function momentsOf(reports: readonly SocketMoment[]): readonly SocketMoment[] {
  const moments: SocketMoment[] = [];
  for (const report of reports) {
    const last = moments.at(-1);
    if (last === undefined || report.us - last.us > SAME_MOMENT_US) moments.push(report);
    else moments[moments.length - 1] = together(last, report);
  }
  return moments;
}

function together(a: SocketMoment, b: SocketMoment): SocketMoment {
  const known = new Set(a.sockets.map(keyOf));
  return {
    us: a.us,
    events: [...a.events, ...b.events],
    isHeartbeat: a.isHeartbeat || b.isHeartbeat,
    sockets: [...a.sockets, ...b.sockets.filter((socket) => !known.has(keyOf(socket)))],
  };
}

/**
 * Listeners and connections of one instance over its moments, in order of time. What only the instance itself needs (its resolver, the
 * unconnected sockets of its calls by UDP) is left out.
 */
export function socketLives(moments: readonly SocketMoment[]): readonly SocketLife[] {
  const listening = listeningPorts(moments);
  const lives: Draft[] = [];
  const open = new Map<string, Draft>();
  let before: SocketMoment | undefined;
  for (const moment of moments) {
    const rows = new Map(moment.sockets.map((socket) => [keyOf(socket), socket]));
    for (const [key, draft] of open) {
      if (!goesOn(draft, rows.get(key))) {
        draft.goneUs ??= moment.us;
        open.delete(key);
      }
    }
    for (const [key, socket] of rows) {
      const known = open.get(key);
      const draft = known ?? begun(socket, moment, before, listening);
      if (draft === undefined) continue;
      if (known === undefined) {
        open.set(key, draft);
        lives.push(draft);
      }
      seen(draft, socket, moment);
    }
    before = moment;
  }
  return lives;
}

function keyOf({ protocol, local, remote }: SnapshotSocket): string {
  return `${protocol} ${local.ip} ${local.port} ${remote?.ip} ${remote?.port}`;
}

/** The same ends are used again by another socket at times. Several may listen on one port (SO_REUSEPORT), and are one listener. */
function goesOn(draft: Draft, row: SnapshotSocket | undefined): boolean {
  if (row === undefined) return false;
  return draft.remote === undefined || draft.inode === undefined || row.inode === undefined || draft.inode === row.inode;
}

function listeningPorts(moments: readonly SocketMoment[]): ReadonlySet<string> {
  const rows = moments.flatMap(({ sockets }) => sockets.filter(isListener));
  return new Set(rows.map(({ protocol, local }) => `${protocol} ${local.port}`));
}

/** A socket of UDP that waits for whoever sends looks like one that waits for an answer, but for its port. */
function isListener({ protocol, local, remote, state }: SnapshotSocket): boolean {
  if (remote !== undefined || local.ip === EMBEDDED_RESOLVER) return false;
  return protocol === 'tcp' ? state === 'LISTEN' : local.port > 0 && local.port < FIRST_EPHEMERAL_PORT;
}

function begun(
  socket: SnapshotSocket,
  moment: SocketMoment,
  before: SocketMoment | undefined,
  listening: ReadonlySet<string>,
): Draft | undefined {
  const { protocol, local, remote, state } = socket;
  if (remote === undefined && !isListener(socket)) return undefined;
  return {
    protocol,
    local,
    ...(remote === undefined ? {} : { remote }),
    ...directionOf(socket, listening),
    state,
    ...(before === undefined ? {} : { absentUs: before.us }),
    firstUs: moment.us,
    lastUs: moment.us,
    heartbeats: 0,
    events: [],
  };
}

function seen(draft: Draft, { state, uid, inode }: SnapshotSocket, moment: SocketMoment): void {
  draft.state = state;
  draft.lastUs = moment.us;
  draft.heartbeats += Number(moment.isHeartbeat);
  draft.events.push(...moment.events);
  if (uid !== undefined) draft.uid ??= uid;
  if (inode !== undefined) draft.inode ??= inode;
  if (ENDED.has(state)) draft.goneUs ??= moment.us;
}

/**
 * A port that is listened on was connected to. Listeners on IPv6 are in no table, so a low port against a higher one is taken for one.
 * *Source:* chalk reads /proc/net/tcp and udp alone.
 */
function directionOf(
  { protocol, local, remote, state }: SnapshotSocket,
  listening: ReadonlySet<string>,
): Pick<SocketLife, 'direction' | 'directionIsInferred'> {
  if (remote === undefined) return { direction: 'listen', directionIsInferred: false };
  if (state === 'SYN_SENT') return { direction: 'outbound', directionIsInferred: false };
  if (listening.has(`${protocol} ${local.port}`)) return { direction: 'inbound', directionIsInferred: false };
  const isService = local.port < remote.port && local.port < FIRST_EPHEMERAL_PORT;
  return isService ? { direction: 'inbound', directionIsInferred: true } : { direction: 'outbound', directionIsInferred: false };
}

/** Addresses that the instance has: the local ends of its sockets that others can reach. Ascending. */
export function ownAddresses(lives: readonly SocketLife[]): readonly string[] {
  const addresses = lives.map(({ local }) => local.ip).filter((ip) => !isUnspecified(ip) && addressScope(ip) !== 'loopback');
  return [...new Set(addresses)].sort();
}
