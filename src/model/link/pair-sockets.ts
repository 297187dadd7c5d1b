import { isUnspecified } from '../address.js';
import type { Direction } from '../connection.js';
import type { SocketEnd, SocketOperation } from '../record.js';
import type { TimeUs } from '../time.js';
import { OpenSockets, type SocketEnds } from './open-sockets.js';

/** A socket event as linking sees it, with the process that it belongs to. */
export interface SocketEvent {
  /** Row of the event. */
  readonly event: number;
  readonly process: number;
  /** The container it is in, or its host: sockets are accepted by other processes than those that listen. */
  readonly place: string;
  readonly operation: SocketOperation;
  readonly isOriented: boolean;
  readonly protocol: string;
  readonly local?: SocketEnd;
  readonly remote?: SocketEnd;
  readonly hasCookie: boolean;
  readonly bytesSent?: number;
  readonly bytesReceived?: number;
  /** Equal events that the agent folded into this one. */
  readonly count: number;
  readonly us?: TimeUs;
  readonly ns: number;
}

/** A connection while its events are gathered. */
export interface SocketDraft {
  process: number;
  protocol: string;
  direction: Direction;
  directionIsInferred: boolean;
  local?: SocketEnd;
  remote?: SocketEnd;
  openedUs?: TimeUs;
  openedNs: number;
  closedUs?: TimeUs;
  closedNs: number;
  bytesSent?: number;
  bytesReceived?: number;
  attempts: number;
  /** Rows of the events that told of it, in time order. */
  events: number[];
  /** False while no event told when it opened. */
  isOpenSeen: boolean;
}

/** Whether anything at this place was seen to listen on a port. */
export type ListensOn = (place: string, port: number) => boolean;

/** Where Linux takes the ports of calling sockets from (net.ipv4.ip_local_port_range), and where those that anybody may open begin. */
const FIRST_EPHEMERAL_PORT = 32_768;
const FIRST_ORDINARY_PORT = 1_024;

/** An attempt that the kernel reports twice (the call, then the socket) comes within this. */
const SAME_CALL_US = 2_000_000;

/**
 * The connections behind the events of one kernel socket (same node and cookie), or of one process where sockets carry no cookie,
 * given in time order. A cookie is reused after its close, so one socket's events may be several connections.
 */
export function pairSockets(events: readonly SocketEvent[], listensOn: ListensOn): readonly SocketDraft[] {
  const done: SocketDraft[] = [];
  const open = new OpenSockets<SocketDraft>();
  const finish = (draft: SocketDraft) => {
    open.close(draft);
    done.push(draft);
  };
  for (const event of events) {
    const oriented = orient(event, listensOn);
    const draft = findOpen(open, oriented);
    if (draft !== undefined) {
      absorb(draft, oriented);
      open.endsChanged(draft);
      if (oriented.operation === 'close') finish(draft);
      continue;
    }
    if (oriented.operation === 'close' && !isTold(oriented.remote)) continue;
    if (opensAnew(oriented) && oriented.hasCookie)
      for (const stale of [...open.oldestFirst()].filter((other) => other.direction !== 'listen')) finish(stale);
    const fresh = begin(oriented, listensOn);
    if (oriented.operation === 'close') done.push(fresh);
    else open.add(fresh);
  }
  return [...done, ...open.oldestFirst()];
}

function opensAnew(event: SocketEvent): boolean {
  return event.operation === 'connect' || (event.operation === 'accept' && isTold(event.remote));
}

/** An accept's ends may be printed either way round: the end that is being listened on is the process's own. */
function orient(event: SocketEvent, listensOn: ListensOn): SocketEvent {
  if (event.isOriented) return event;
  const { local: first, remote: second, ...rest } = event;
  const isSwapped = isSecondLocal(event.place, first, second, listensOn);
  const [local, remote] = isSwapped ? [second, first] : [first, second];
  return {
    ...rest,
    isOriented: true,
    ...(local === undefined ? {} : { local }),
    ...(isTold(remote) && remote !== undefined ? { remote } : {}),
  };
}

function isSecondLocal(place: string, first: SocketEnd | undefined, second: SocketEnd | undefined, listensOn: ListensOn): boolean {
  const isFirstListening = first !== undefined && first.port > 0 && listensOn(place, first.port);
  const isSecondListening = second !== undefined && second.port > 0 && listensOn(place, second.port);
  if (isFirstListening !== isSecondListening) return isSecondListening;
  if ((first?.port ?? 0) === 0) return true;
  if ((second?.port ?? 0) === 0) return false;
  // The compact printer shows an accept as remote => local, so an undecided one is read that way unless its ports say otherwise.
  return (second?.port ?? 0) < FIRST_EPHEMERAL_PORT || (first?.port ?? 0) >= FIRST_EPHEMERAL_PORT;
}

function isTold(end: SocketEnd | undefined): boolean {
  return end !== undefined && (!isUnspecified(end.ip) || end.port > 0) && !(isUnspecified(end.ip) && end.port === 0);
}

type Open = OpenSockets<SocketDraft>;

function findOpen(open: Open, event: SocketEvent): SocketDraft | undefined {
  if (event.operation === 'listen')
    return first(
      open.withEnds({ direction: 'listen', protocol: event.protocol, local: event.local }),
      (draft) => draft.process === event.process,
    );
  if (event.operation === 'accept') return isTold(event.remote) ? first(open.withEnds(endsOf(event, 'inbound'))) : undefined;
  if (event.operation === 'connect')
    return first(open.withEnds(endsOf(event, 'outbound'))) ?? findCall(open, event, (draft) => draft.local === undefined);
  if (event.operation === 'attempt') return findCall(open, event, () => true);
  return findWithEnds(open, event) ?? findAgreeing(open, event);
}

function endsOf({ protocol, local, remote }: SocketEvent, direction: Direction): SocketEnds {
  return { direction, protocol, local, remote };
}

function first(drafts: Iterable<SocketDraft>, isMeant: (draft: SocketDraft) => boolean = () => true): SocketDraft | undefined {
  for (const draft of drafts) if (isMeant(draft)) return draft;
  return undefined;
}

/** Sockets are given in order of time, so those that were opened long before need no look. */
function findCall(open: Open, event: SocketEvent, isMeant: (draft: SocketDraft) => boolean): SocketDraft | undefined {
  for (const draft of open.newestFirst()) {
    if ((draft.openedUs ?? 0) < (event.us ?? 0) - SAME_CALL_US) return undefined;
    if (draft.direction === 'outbound' && isMeant(draft) && isSameCall(draft, event)) return draft;
  }
  return undefined;
}

function findWithEnds(open: Open, event: SocketEvent): SocketDraft | undefined {
  const isMeant = (draft: SocketDraft) => agrees(draft, event);
  return first(open.withEnds(endsOf(event, 'outbound')), isMeant) ?? first(open.withEnds(endsOf(event, 'inbound')), isMeant);
}

function findAgreeing(open: Open, event: SocketEvent): SocketDraft | undefined {
  let listener: SocketDraft | undefined;
  for (const draft of open.oldestFirst()) {
    if (draft.protocol !== event.protocol || !agrees(draft, event)) continue;
    if (draft.direction !== 'listen') return draft;
    listener ??= draft;
  }
  return listener;
}

function isSameCall(draft: SocketDraft, event: SocketEvent): boolean {
  return (
    draft.process === event.process &&
    sameEnd(draft.remote, event.remote) &&
    Math.abs((draft.openedUs ?? 0) - (event.us ?? 0)) < SAME_CALL_US
  );
}

function sameEnd(a: SocketEnd | undefined, b: SocketEnd | undefined): boolean {
  return a?.ip === b?.ip && a?.port === b?.port;
}

/** What is told on both sides is equal: a socket that is being torn down prints 0 for a port or both ends. */
function agrees(draft: SocketDraft, event: SocketEvent): boolean {
  if (draft.direction === 'listen')
    return event.operation === 'close' && !isTold(event.remote) && (event.local?.port === 0 || event.local?.port === draft.local?.port);
  if (!event.hasCookie && draft.process !== event.process) return false;
  return endAgrees(draft.local, event.local) && endAgrees(draft.remote, event.remote);
}

function endAgrees(known: SocketEnd | undefined, told: SocketEnd | undefined): boolean {
  if (known === undefined || told === undefined) return true;
  const isIpEqual = known.ip === told.ip || isUnspecified(known.ip) || isUnspecified(told.ip);
  return isIpEqual && (known.port === told.port || known.port === 0 || told.port === 0);
}

function begin(event: SocketEvent, listensOn: ListensOn): SocketDraft {
  const isOpenSeen = event.operation !== 'close' && event.operation !== 'stats';
  const { direction, directionIsInferred } = directionOf(event, listensOn);
  return {
    process: event.process,
    protocol: event.protocol,
    direction,
    directionIsInferred,
    ...(event.local === undefined ? {} : { local: event.local }),
    ...(direction === 'listen' || event.remote === undefined || !isTold(event.remote) ? {} : { remote: event.remote }),
    ...(event.us === undefined ? {} : event.operation === 'close' ? { closedUs: event.us } : { openedUs: event.us }),
    openedNs: event.operation === 'close' ? 0 : event.ns,
    closedNs: event.operation === 'close' ? event.ns : 0,
    ...(event.bytesSent === undefined ? {} : { bytesSent: event.bytesSent }),
    ...(event.bytesReceived === undefined ? {} : { bytesReceived: event.bytesReceived }),
    attempts: event.operation === 'send' ? 1 : event.count,
    events: [event.event],
    isOpenSeen,
  };
}

function directionOf(event: SocketEvent, listensOn: ListensOn): { direction: Direction; directionIsInferred: boolean } {
  switch (event.operation) {
    case 'connect':
    case 'attempt':
      return { direction: 'outbound', directionIsInferred: false };
    case 'accept':
      return { direction: 'inbound', directionIsInferred: false };
    case 'listen':
      return { direction: 'listen', directionIsInferred: false };
    case 'send':
    case 'stats':
    case 'close':
      return { direction: guessDirection(event, listensOn), directionIsInferred: true };
  }
}

/** Only a later event of the socket was seen: a port that is listened on was connected to, otherwise the lower port is the service. */
function guessDirection(event: SocketEvent, listensOn: ListensOn): Direction {
  const local = event.local?.port ?? 0;
  const remote = event.remote?.port ?? 0;
  if (local > 0 && listensOn(event.place, local)) return 'inbound';
  if (event.protocol === 'udp' && event.operation === 'send') return isUdpAnswer(local, remote) ? 'inbound' : 'outbound';
  if (local === 0) return remote >= FIRST_EPHEMERAL_PORT ? 'inbound' : 'outbound';
  return remote > 0 && remote > local ? 'inbound' : 'outbound';
}

/** Who sends first on a UDP socket calls; only from a privileged port to an ordinary one it is a service's answer. */
function isUdpAnswer(local: number, remote: number): boolean {
  return local > 0 && local < FIRST_ORDINARY_PORT && remote >= FIRST_ORDINARY_PORT;
}

function absorb(draft: SocketDraft, event: SocketEvent): void {
  draft.events.push(event.event);
  fillEnds(draft, event);
  if (event.operation === 'close') {
    if (event.us !== undefined) draft.closedUs = event.us;
    draft.closedNs = event.ns;
  }
  if (event.operation === 'connect' || event.operation === 'accept') {
    draft.isOpenSeen = true;
    draft.attempts = Math.max(draft.attempts, event.count);
  }
  addBytes(draft, event);
}

function fillEnds(draft: SocketDraft, event: SocketEvent): void {
  if (
    event.local !== undefined &&
    isTold(event.local) &&
    (draft.local === undefined || draft.local.port === 0 || isUnspecified(draft.local.ip)) &&
    draft.direction !== 'listen'
  )
    draft.local = mergedEnd(draft.local, event.local);
  if (
    event.remote !== undefined &&
    isTold(event.remote) &&
    draft.direction !== 'listen' &&
    (draft.remote === undefined || draft.remote.port === 0)
  )
    draft.remote = mergedEnd(draft.remote, event.remote);
}

function mergedEnd(known: SocketEnd | undefined, told: SocketEnd): SocketEnd {
  if (known === undefined) return told;
  return { ip: isUnspecified(known.ip) ? told.ip : known.ip, port: known.port === 0 ? told.port : known.port };
}

/** Statistics are totals of the socket so far; a send is one message. */
function addBytes(draft: SocketDraft, event: SocketEvent): void {
  if (event.bytesSent !== undefined) {
    const before = draft.bytesSent ?? 0;
    draft.bytesSent = event.operation === 'send' ? before + event.bytesSent : Math.max(before, event.bytesSent);
  }
  if (event.bytesReceived !== undefined) draft.bytesReceived = Math.max(draft.bytesReceived ?? 0, event.bytesReceived);
}
