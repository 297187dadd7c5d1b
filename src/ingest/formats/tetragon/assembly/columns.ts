/** Columns of events, in the order in which the program around takes them over. */
import { room } from './room';

/** More rows are left to the full parser: a part of a file holds fewer. */
export const MOST_ROWS = 16_384;
/** Ancestors of a process that one event may name. */
export const MOST_ANCESTORS = 64;
const MOST_COLUMNS = 64;

const columns: usize = room(MOST_COLUMNS * 4);
let columnCount = 0;

function column(bytesPerRow: usize): usize {
  const made = room(MOST_ROWS * bytesPerRow);
  store<u32>(columns + (columnCount++ << 2), made);
  return made;
}

const LINE = column(4);
const BYTE_OFFSET = column(8);
const BYTE_LENGTH = column(4);
const LINE_HASH = column(8);
const KIND = column(4);
const US = column(8);
const NS = column(2);
const PROCESS = column(4);
const PARENT = column(4);
const FUNCTION_NAME = column(4);
const POLICY = column(4);
const CLUSTER = column(4);

const ANCESTOR_EVENT = column(4);
const ANCESTOR_PROCESS = column(4);

const EXIT_EVENT = column(4);
const EXIT_STATUS = column(8);
const EXIT_SIGNAL = column(4);
const EXIT_US = column(8);
const EXIT_NS = column(2);

const SOCKET_EVENT = column(4);
const SOCKET_OPERATION = column(1);
const SOCKET_IS_ORIENTED = column(1);
const SOCKET_PROTOCOL = column(4);
const SOCKET_LOCAL_IP = column(4);
const SOCKET_LOCAL_PORT = column(4);
const SOCKET_REMOTE_IP = column(4);
const SOCKET_REMOTE_PORT = column(4);
const SOCKET_HAS_COOKIE = column(1);
const SOCKET_COOKIE_HIGH = column(4);
const SOCKET_COOKIE_LOW = column(4);
const SOCKET_REMOTE_NAMES = column(4);
const SOCKET_REMOTE_POD = column(4);
const SOCKET_BYTES_SENT = column(8);
const SOCKET_BYTES_RECEIVED = column(8);

const DNS_EVENT = column(4);
const DNS_IS_RESPONSE = column(1);
const DNS_NAMES = column(4);
const DNS_TYPES = column(4);
const DNS_RCODE = column(4);
const DNS_IPS = column(4);
const DNS_SERVER_IP = column(4);
const DNS_SERVER_PORT = column(4);

let events = 0;
let ancestors = 0;
let exits = 0;
let sockets = 0;
let messages = 0;

/** How many columns there are. */
export function columnTotal(): i32 {
  return columnCount;
}

/** Where the begins of all columns stand. */
export function columnsAt(): usize {
  return columns;
}

/** How many rows a group has: of events, ancestors, exits, sockets and DNS messages. */
export function rowsOf(group: i32): i32 {
  return group === 0 ? events : group === 1 ? ancestors : group === 2 ? exits : group === 3 ? sockets : messages;
}

/** Takes back all rows beyond these; with none, all were taken over. */
export function backTo(eventRows: i32, ancestorRows: i32, exitRows: i32, socketRows: i32, messageRows: i32): void {
  events = eventRows;
  ancestors = ancestorRows;
  exits = exitRows;
  sockets = socketRows;
  messages = messageRows;
}

/** True when there is no room for all that one more event may say. */
export function areFull(): bool {
  return events === MOST_ROWS || ancestors > MOST_ROWS - MOST_ANCESTORS;
}

/** Adds an event. Its time is `NaN` where it tells none; texts are numbers, 0 for none. */
export function addEvent(kind: i32, us: f64, ns: f64, functionName: i32, policy: i32, cluster: i32): void {
  store<i32>(KIND + (events << 2), kind);
  store<f64>(US + (events << 3), us);
  store<u16>(NS + (events << 1), <u16>ns);
  store<i32>(FUNCTION_NAME + (events << 2), functionName);
  store<i32>(POLICY + (events << 2), policy);
  store<i32>(CLUSTER + (events << 2), cluster);
  events += 1;
}

/** The processes of the event that was added last. */
export function nameProcesses(process: i32, parent: i32): void {
  const row = events - 1;
  store<i32>(PROCESS + (row << 2), process);
  store<i32>(PARENT + (row << 2), parent);
}

/** One more ancestor of that event's process. */
export function nameAncestor(process: i32): void {
  store<i32>(ANCESTOR_EVENT + (ancestors << 2), events - 1);
  store<i32>(ANCESTOR_PROCESS + (ancestors << 2), process);
  ancestors += 1;
}

/** Where the line of that event stands, and what it is known again by. */
export function placeEvent(line: i32, byteOffset: f64, byteLength: i32, hash: f64): void {
  const row = events - 1;
  store<i32>(LINE + (row << 2), line);
  store<f64>(BYTE_OFFSET + (row << 3), byteOffset);
  store<i32>(BYTE_LENGTH + (row << 2), byteLength);
  store<f64>(LINE_HASH + (row << 3), hash);
}

/** How that event's process ended. */
export function addExit(status: f64, signal: i32, us: f64, ns: f64): void {
  store<i32>(EXIT_EVENT + (exits << 2), events - 1);
  store<f64>(EXIT_STATUS + (exits << 3), status);
  store<i32>(EXIT_SIGNAL + (exits << 2), signal);
  store<f64>(EXIT_US + (exits << 3), us);
  store<u16>(EXIT_NS + (exits << 1), <u16>ns);
  exits += 1;
}

/** A socket fact of that event: what it does, and its ends. Port -1 is none. */
export function addSocket(operation: i32, isOriented: bool, protocol: i32, ip: i32, port: f64, remoteIp: i32, remotePort: f64): void {
  store<i32>(SOCKET_EVENT + (sockets << 2), events - 1);
  store<u8>(SOCKET_OPERATION + sockets, operation);
  store<u8>(SOCKET_IS_ORIENTED + sockets, isOriented);
  store<i32>(SOCKET_PROTOCOL + (sockets << 2), protocol);
  store<i32>(SOCKET_LOCAL_IP + (sockets << 2), ip);
  store<i32>(SOCKET_LOCAL_PORT + (sockets << 2), wrapped(port));
  store<i32>(SOCKET_REMOTE_IP + (sockets << 2), remoteIp);
  store<i32>(SOCKET_REMOTE_PORT + (sockets << 2), wrapped(remotePort));
  sockets += 1;
}

/** What else is told of the socket that was added last. */
export function describeSocket(cookieLow: f64, cookieHigh: f64, names: i32, pod: i32, bytesSent: f64, bytesReceived: f64): void {
  const row = sockets - 1;
  store<u8>(SOCKET_HAS_COOKIE + row, cookieLow !== 0 || cookieHigh !== 0);
  store<u32>(SOCKET_COOKIE_LOW + (row << 2), <u32>cookieLow);
  store<u32>(SOCKET_COOKIE_HIGH + (row << 2), <u32>cookieHigh);
  store<i32>(SOCKET_REMOTE_NAMES + (row << 2), names);
  store<i32>(SOCKET_REMOTE_POD + (row << 2), pod);
  store<f64>(SOCKET_BYTES_SENT + (row << 3), bytesSent);
  store<f64>(SOCKET_BYTES_RECEIVED + (row << 3), bytesReceived);
}

/** A DNS message of that event. Port -1 is none. */
export function addMessage(isResponse: bool, names: i32, types: i32, rcode: i32, ips: i32, serverIp: i32, serverPort: f64): void {
  store<i32>(DNS_EVENT + (messages << 2), events - 1);
  store<u8>(DNS_IS_RESPONSE + messages, isResponse);
  store<i32>(DNS_NAMES + (messages << 2), names);
  store<i32>(DNS_TYPES + (messages << 2), types);
  store<i32>(DNS_RCODE + (messages << 2), rcode);
  store<i32>(DNS_IPS + (messages << 2), ips);
  store<i32>(DNS_SERVER_IP + (messages << 2), serverIp);
  store<i32>(DNS_SERVER_PORT + (messages << 2), wrapped(serverPort));
  messages += 1;
}

/** As JavaScript puts a number into a list of 32 bits: those that are too many are cut off. */
function wrapped(port: f64): i32 {
  return <i32>(<i64>port);
}
