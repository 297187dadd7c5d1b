/** Puts what an event says into columns, once all of its line was read. */
import * as columns from './columns';
import { isUnspecified, operationOf, wellKnown } from './host';
import { room } from './room';
import * as slots from './slots';
import * as values from './values';

/** Kinds of events that there is room for. */
export const MOST_KINDS = 32;

/** By kind. */
const tells: usize = room(MOST_KINDS);
const operations: usize = room(MOST_KINDS);
const names: usize = room(MOST_KINDS * 4);
/** Numbers of texts that events do not spell out, 0 until they were asked for. */
const knownTexts: usize = room(slots.FIRST_KIND * 4);

let operationAccept = 0;
let operationListen = 0;
let operationSend = 0;
let operationAttempt = 0;

/** Forgets the numbers of texts. */
export function forgetFacts(): void {
  memory.fill(names, 0, MOST_KINDS * 4);
  memory.fill(knownTexts, 0, slots.FIRST_KIND * 4);
}

/** Names the operations that are read in a way of their own. */
export function nameOperations(accept: i32, listen: i32, send: i32, attempt: i32): void {
  operationAccept = accept;
  operationListen = listen;
  operationSend = send;
  operationAttempt = attempt;
}

/** Says what an event of a kind tells beside its processes, and of what operation. */
export function nameFacts(kind: i32, telling: i32, operation: i32): void {
  store<u8>(tells + kind, telling);
  store<i8>(operations + kind, <i8>operation);
}

/** False, and nothing added, for an event that says what columns have no place for. */
export function addFacts(kind: i32): bool {
  const telling = load<u8>(tells + kind);
  if (telling === slots.TELLS_HOOK) return addHook(kind);
  addPlainEvent(kind);
  if (telling === slots.TELLS_SOCKET) addSocket(load<i8>(operations + kind));
  else if (telling === slots.TELLS_EXIT) addExit();
  else if (telling === slots.TELLS_DNS) addMessage();
  return true;
}

function addPlainEvent(kind: i32): void {
  const name = names + (kind << 2);
  if (load<i32>(name) === 0) store<i32>(name, wellKnown(slots.FIRST_KIND + kind));
  columns.addEvent(
    load<i32>(name),
    values.value(slots.TIME, Number.NaN),
    values.rest(slots.TIME),
    values.number(slots.FUNCTION_NAME),
    values.number(slots.POLICY),
    values.number(slots.CLUSTER),
  );
}

/** The number of a text that is asked for once it is needed: what no event says is no text of the case. */
function known(text: i32): i32 {
  const at = knownTexts + (text << 2);
  if (load<i32>(at) === 0) store<i32>(at, wellKnown(text));
  return load<i32>(at);
}

function addExit(): void {
  const time = values.isTold(slots.EXIT_TIME) ? slots.EXIT_TIME : slots.TIME;
  columns.addExit(values.value(slots.STATUS, 0), values.number(slots.SIGNAL), values.value(time, Number.NaN), values.rest(time));
}

function addMessage(): void {
  if (!values.isTold(slots.DNS)) return;
  const ips = values.number(slots.IPS);
  const isResponse = values.value(slots.IS_RESPONSE, 0) === 1 || ips !== 0;
  const serverIp = values.number(slots.REMOTE_IP);
  const types = values.isTold(slots.QUESTION_TYPES) ? slots.QUESTION_TYPES : slots.OLD_TYPES;
  columns.addMessage(
    isResponse,
    listIn(slots.NAMES),
    listIn(types),
    !isResponse ? 0 : values.isTold(slots.RCODE) ? values.number(slots.RCODE) : known(slots.NO_ERROR),
    ips === 0 ? known(slots.NO_ANSWER) : ips,
    serverIp,
    serverIp === 0 ? -1 : values.value(slots.REMOTE_PORT, 0),
  );
}

function listIn(slot: i32): i32 {
  return values.isTold(slot) ? values.number(slot) : known(slots.NO_ANSWER);
}

function addSocket(operation: i32): void {
  const isListen = operation === operationListen;
  const local = values.number(isListen && values.isTold(slots.LISTEN_IP) ? slots.LISTEN_IP : slots.LOCAL_IP);
  const remote = isListen ? 0 : values.number(slots.REMOTE_IP);
  if (local === 0 && remote === 0) return;
  const port = isListen && values.isTold(slots.LISTEN_PORT) ? slots.LISTEN_PORT : slots.LOCAL_PORT;
  const protocol = values.number(slots.PROTOCOL);
  columns.addSocket(
    operation,
    operation !== operationAccept,
    protocol === 0 ? known(slots.TCP) : protocol,
    local,
    local === 0 ? -1 : values.value(port, 0),
    remote,
    remote === 0 ? -1 : values.value(slots.REMOTE_PORT, 0),
  );
  columns.describeSocket(
    values.value(slots.COOKIE, 0),
    values.rest(slots.COOKIE),
    values.number(slots.REMOTE_NAMES),
    values.number(slots.REMOTE_POD),
    values.value(slots.BYTES_SENT, Number.NaN),
    values.value(slots.BYTES_RECEIVED, Number.NaN),
  );
}

function addHook(kind: i32): bool {
  const hook = values.number(slots.FUNCTION_NAME);
  const operation = hook === 0 ? slots.LEFT_TO_THE_PARSER : operationOf(hook);
  if (operation === slots.LEFT_TO_THE_PARSER) return false;
  const first = operation === slots.HAS_NO_SOCKET ? 0 : sockOf(operation);
  // What else the arguments of an attempt may be is for the parser.
  if (operation === operationAttempt && first === 0) return false;
  addPlainEvent(kind);
  if (first !== 0) addSock(first, operation);
  return true;
}

/** First slot of the socket that the hook reports, 0 for none: what accept made is its return value. */
function sockOf(operation: i32): i32 {
  const isReturned = operation === operationAccept && values.isTold(slots.RETURNED_SOCK + slots.SOCK_TOLD);
  const first = isReturned ? slots.RETURNED_SOCK : slots.ARGUMENT;
  if (!hasEnds(first)) return 0;
  if (operation !== operationAccept || isReturned) return first;
  const remote = values.number(first + slots.SOCK_DADDR);
  return remote !== 0 && isUnspecified(remote) === 0 ? first : 0;
}

function hasEnds(first: i32): bool {
  const isInternet = values.number(first + slots.SOCK_IS_INTERNET) === 1;
  return isInternet && (values.number(first + slots.SOCK_SADDR) !== 0 || values.number(first + slots.SOCK_DADDR) !== 0);
}

function addSock(first: i32, operation: i32): void {
  const local = values.number(first + slots.SOCK_SADDR);
  const remote = values.number(first + slots.SOCK_DADDR);
  const isDatagram = values.number(first + slots.SOCK_IS_DATAGRAM) === 1;
  const protocol = values.number(first + slots.SOCK_PROTOCOL);
  columns.addSocket(
    operation,
    true,
    protocol === 0 ? known(isDatagram ? slots.UDP : slots.TCP) : protocol,
    local,
    local === 0 ? -1 : values.value(first + slots.SOCK_SPORT, 0),
    remote,
    remote === 0 ? -1 : values.value(first + slots.SOCK_DPORT, 0),
  );
  columns.describeSocket(
    values.value(first + slots.SOCK_COOKIE, 0),
    values.rest(first + slots.SOCK_COOKIE),
    0,
    0,
    operation === operationSend ? values.value(slots.SIZE, Number.NaN) : Number.NaN,
    Number.NaN,
  );
}
