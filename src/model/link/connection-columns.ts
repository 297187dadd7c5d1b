import type { Direction, Scope } from '../connection.js';
import { ColumnBlock } from './columns.js';

/** As columns hold them: by place in these lists. A scope of 0 is not known. */
export const DIRECTIONS = ['outbound', 'inbound', 'listen'] as const satisfies readonly Direction[];
export const [OUTBOUND, INBOUND, LISTEN] = [0, 1, 2] as const;
export const SCOPES = ['', 'loopback', 'cluster', 'private', 'external'] as const satisfies readonly (Scope | '')[];
export const [LOOPBACK, CLUSTER, EXTERNAL] = [1, 2, 4] as const;

/** What a socket's cookie is: none, 64 bits in two halves, or the number of a text. */
export const [NO_COOKIE, COUNTED_COOKIE, TEXT_COOKIE] = [0, 1, 2] as const;

/** Of one connection, in all columns. */
const CONNECTION_BYTES = 74;

/**
 * Columns of connections that linking looks at all over a case, with room for so many. Texts are numbers, 0 where there is none; a port that was not told
 * is -1, times that were not told are not a number.
 * They stand in one block of memory, which is large enough to be given back to the system as a whole.
 */
export function connectionColumns(capacity: number) {
  const block = ColumnBlock.ofZeros(capacity, CONNECTION_BYTES);
  return {
    process: block.int32(),
    /** Number of the owner: where it is, and who told of it. */
    owner: block.int32(),
    protocol: block.int32(),
    direction: block.uint8(),
    isDirectionInferred: block.uint8(),
    localIp: block.int32(),
    localPort: block.int32(),
    remoteIp: block.int32(),
    remotePort: block.int32(),
    scope: block.uint8(),
    openedUs: block.float64(),
    closedUs: block.float64(),
    remoteNamespace: block.int32(),
    remotePod: block.int32(),
    remoteWorkload: block.int32(),
    remoteContainer: block.int32(),
    isRemoteInferred: block.uint8(),
    /** The connection that is the other end. */
    peer: block.int32(),
    isOpenSeen: block.uint8(),
    /** Place of the first name in the lists of names. */
    names: block.int32(),
    isRemoved: block.uint8(),
  };
}

export type ConnectionColumns = ReturnType<typeof connectionColumns>;

/** Columns of what is only passed on until connections are written. Bytes that were not told are not a number. */
export function detailColumns(capacity: number) {
  return {
    openedNs: new Uint16Array(capacity),
    closedNs: new Uint16Array(capacity),
    bytesSent: new Float64Array(capacity),
    bytesReceived: new Float64Array(capacity),
    attempts: new Uint32Array(capacity),
    cookieKind: new Uint8Array(capacity),
    cookieHigh: new Uint32Array(capacity),
    cookieLow: new Uint32Array(capacity),
    /** Places of the first and the last event in the lists of events. */
    firstEvent: new Int32Array(capacity),
    lastEvent: new Int32Array(capacity),
  };
}

export type DetailColumns = ReturnType<typeof detailColumns>;
