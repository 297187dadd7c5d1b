import type { Direction } from '../../../src/model/connection.js';
import { COUNTED_COOKIE, DIRECTIONS, NO_COOKIE } from '../../../src/model/link/connection-columns.js';
import { PassingDetails } from '../../../src/model/link/connection-details.js';
import { ConnectionTable } from '../../../src/model/link/connection-table.js';
import { type ListensOn, orientSockets } from '../../../src/model/link/orient-sockets.js';
import { SocketPairing } from '../../../src/model/link/pair-sockets.js';
import type { SocketColumns } from '../../../src/model/link/socket-columns.js';
import type { Texts } from '../../../src/model/link/texts.js';
import type { SocketEnd, SocketOperation } from '../../../src/model/record.js';
import { SOCKET_OPERATIONS } from '../../../src/model/record.js';

/** The only container of these tests. */
export const HERE = 1;

/** A socket event as a test draws it. */
export interface SocketEvent {
  readonly event: number;
  readonly process: number;
  readonly operation: SocketOperation;
  readonly isOriented: boolean;
  readonly protocol: string;
  readonly local?: SocketEnd;
  readonly remote?: SocketEnd;
  readonly hasCookie: boolean;
  readonly bytesSent?: number;
  readonly bytesReceived?: number;
  readonly count: number;
  readonly us?: number;
  readonly ns: number;
}

/** A connection as a test looks at it. */
export interface PairedConnection {
  readonly protocol: string;
  readonly direction: Direction;
  readonly directionIsInferred: boolean;
  readonly local: SocketEnd | undefined;
  readonly remote: SocketEnd | undefined;
  readonly openedUs: number | undefined;
  readonly closedUs: number | undefined;
  readonly bytesSent: number | undefined;
  readonly bytesReceived: number | undefined;
  readonly attempts: number;
  readonly events: readonly number[];
}

/** The connections of one socket's events, which are given in order of time. */
export function paired(events: readonly SocketEvent[], listensOn: ListensOn): readonly PairedConnection[] {
  const table = new ConnectionTable();
  const sockets = columnsOf(events, table.texts);
  const owners = {
    process: Int32Array.from(events, ({ process }) => process),
    place: new Int32Array(events.length).fill(HERE),
    scope: new Int32Array(events.length),
  };
  orientSockets(sockets, owners, listensOn);
  const nobody = { began: () => undefined, told: () => undefined };
  new SocketPairing(table, sockets, owners, { listensOn, witness: nobody }).pair(
    Int32Array.from(events, (_, at) => at),
    0,
    events.length,
  );
  return [...table.rows()].map((row) => connection(table, row));
}

/** Columns of events. Without a cookie they are of one process's sockets; with one, of one socket. */
export function columnsOf(events: readonly SocketEvent[], texts: Texts): SocketColumns {
  const told = (value: (event: SocketEvent) => number | undefined) => Float64Array.from(events, (event) => value(event) ?? Number.NaN);
  return {
    length: events.length,
    event: Int32Array.from(events, ({ event }) => event),
    operation: Uint8Array.from(events, ({ operation }) => SOCKET_OPERATIONS.indexOf(operation)),
    isOriented: Uint8Array.from(events, ({ isOriented }) => Number(isOriented)),
    protocol: Int32Array.from(events, ({ protocol }) => texts.of(protocol)),
    localIp: Int32Array.from(events, ({ local }) => texts.of(local?.ip)),
    localPort: Int32Array.from(events, ({ local }) => local?.port ?? -1),
    remoteIp: Int32Array.from(events, ({ remote }) => texts.of(remote?.ip)),
    remotePort: Int32Array.from(events, ({ remote }) => remote?.port ?? -1),
    cookieKind: Uint8Array.from(events, ({ hasCookie }) => (hasCookie ? COUNTED_COOKIE : NO_COOKIE)),
    cookieHigh: new Uint32Array(events.length),
    cookieLow: new Uint32Array(events.length).fill(7),
    names: new Int32Array(events.length),
    pod: new Int32Array(events.length),
    bytesSent: told(({ bytesSent }) => bytesSent),
    bytesReceived: told(({ bytesReceived }) => bytesReceived),
    count: Uint32Array.from(events, ({ count }) => count),
    us: told(({ us }) => us),
    ns: Uint16Array.from(events, ({ ns }) => ns),
  };
}

function connection(table: ConnectionTable, row: number): PairedConnection {
  const { columns, texts } = table;
  const details = new PassingDetails();
  table.tellDetails(row, details);
  const number = (value: number | undefined) => (Number.isNaN(value) ? undefined : value);
  return {
    protocol: texts.text(columns.protocol[row] ?? 0) ?? '',
    direction: DIRECTIONS[columns.direction[row] ?? 0] ?? 'outbound',
    directionIsInferred: columns.isDirectionInferred[row] === 1,
    local: table.local(row),
    remote: table.remote(row),
    openedUs: number(columns.openedUs[row]),
    closedUs: number(columns.closedUs[row]),
    bytesSent: number(details.bytesSent),
    bytesReceived: number(details.bytesReceived),
    attempts: details.attempts,
    events: details.events.map(({ event }) => event),
  };
}
