import { compareTimes } from './event-lists.js';
import type { SocketColumns, SocketOwners } from './socket-columns.js';
import { sortByKeys } from './sorted-places.js';
import type { Texts } from './texts.js';

/** Places of events, socket by socket. */
export interface SocketOrder {
  readonly places: Int32Array;
  /** Where each socket's events end in `places`. */
  readonly ends: readonly number[];
}

/**
 * Each socket's events in order of time: those of one cookie within a scope, or of one process where there are no cookies. Sockets are in
 * order of scope and cookie, those without one first. To be asked before ends are oriented: of one instant, events are in the order of a
 * socket's life, then of what was told.
 */
export function socketOrder(sockets: SocketColumns, owners: SocketOwners, texts: Texts): SocketOrder {
  const keys = socketKeys(sockets, owners);
  const places = sortByKeys(placesWithProcess(owners.process), [keys.low, keys.high, keys.scope]);
  const compare = inTime(sockets, texts);
  const ends: number[] = [];
  for (let from = 0, to = 0; from < places.length; from = to) {
    to = endOfSocket(places, from, keys);
    if (!isSorted(places, from, to, compare)) places.subarray(from, to).sort(compare);
    ends.push(to);
  }
  return { places, ends };
}

interface SocketKeys {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
  readonly scope: Uint32Array;
}

const KINDS_OF_COOKIES = 4;
const WORD = 2 ** 32;

/** What tells which socket each event is of. */
type SocketCookies = Pick<SocketColumns, 'cookieKind' | 'cookieHigh' | 'cookieLow'>;

function socketKeys({ length, ...cookies }: SocketColumns, owners: SocketOwners): SocketKeys {
  const keys = { low: new Uint32Array(length), high: new Uint32Array(length), scope: new Uint32Array(length) };
  for (let at = 0; at < length; at++) {
    const hasCookie = cookies.cookieKind[at] !== 0;
    keys.low[at] = (hasCookie ? cookies.cookieLow[at] : owners.process[at]) ?? 0;
    keys.high[at] = (hasCookie ? cookies.cookieHigh[at] : 0) ?? 0;
    keys.scope[at] = majorKey(cookies, owners, at);
  }
  return keys;
}

/** What sockets are in order of first: their scope, and those without a cookie before the others. */
export function majorKey({ cookieKind }: Pick<SocketCookies, 'cookieKind'>, { scope }: Pick<SocketOwners, 'scope'>, at: number): number {
  return (scope[at] ?? 0) * KINDS_OF_COOKIES + (cookieKind[at] ?? 0);
}

/**
 * What sockets of one major key are in order of: cookie or process. Of cookies that differ in the last bits of 64 alone it may be the same, which
 * never puts them into another order.
 */
export function minorKey(
  { cookieKind, cookieHigh, cookieLow }: SocketCookies,
  { process }: Pick<SocketOwners, 'process'>,
  at: number,
): number {
  if (cookieKind[at] === 0) return process[at] ?? 0;
  return (cookieHigh[at] ?? 0) * WORD + (cookieLow[at] ?? 0);
}

function placesWithProcess(process: Int32Array): Int32Array {
  const places = new Int32Array(process.length);
  let count = 0;
  for (let at = 0; at < process.length; at++) if (process[at] !== 0) places[count++] = at;
  return places.subarray(0, count);
}

function endOfSocket(places: Int32Array, from: number, { low, high, scope }: SocketKeys): number {
  const first = places[from] ?? 0;
  let to = from + 1;
  for (; to < places.length; to++) {
    const place = places[to] ?? 0;
    if (low[place] !== low[first] || high[place] !== high[first] || scope[place] !== scope[first]) break;
  }
  return to;
}

type Compare = (a: number, b: number) => number;

function inTime(sockets: SocketColumns, texts: Texts): Compare {
  const { us, ns, operation, localIp, localPort, remoteIp, remotePort } = sockets;
  return (a, b) =>
    compareTimes(us[a] ?? Number.NaN, us[b] ?? Number.NaN) ||
    (ns[a] ?? 0) - (ns[b] ?? 0) ||
    (operation[a] ?? 0) - (operation[b] ?? 0) ||
    texts.compare(localIp[a] ?? 0, localIp[b] ?? 0) ||
    (localPort[a] ?? 0) - (localPort[b] ?? 0) ||
    texts.compare(remoteIp[a] ?? 0, remoteIp[b] ?? 0) ||
    (remotePort[a] ?? 0) - (remotePort[b] ?? 0) ||
    a - b;
}

function isSorted(places: Int32Array, from: number, to: number, compare: Compare): boolean {
  for (let at = from + 1; at < to; at++) if (compare(places[at - 1] ?? 0, places[at] ?? 0) > 0) return false;
  return true;
}
