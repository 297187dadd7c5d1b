import type { Direction, Scope } from '../connection.js';

/** As columns hold them: by place in these lists. A scope of 0 is not known. */
export const DIRECTIONS = ['outbound', 'inbound', 'listen'] as const satisfies readonly Direction[];
export const [OUTBOUND, INBOUND, LISTEN] = [0, 1, 2] as const;
export const SCOPES = ['', 'loopback', 'cluster', 'private', 'external'] as const satisfies readonly (Scope | '')[];
export const [LOOPBACK, CLUSTER, EXTERNAL] = [1, 2, 4] as const;

/** What a socket's cookie is: none, 64 bits in two halves, or the number of a text. */
export const [NO_COOKIE, COUNTED_COOKIE, TEXT_COOKIE] = [0, 1, 2] as const;

/**
 * Columns of connections, with room for so many. Texts are numbers, 0 where there is none; a port that was not told is -1, times and bytes
 * that were not told are not a number.
 */
export function connectionColumns(capacity: number) {
  return {
    process: new Int32Array(capacity),
    node: new Int32Array(capacity),
    /** Row of the container; 0 for a host's own. */
    container: new Int32Array(capacity),
    protocol: new Int32Array(capacity),
    direction: new Uint8Array(capacity),
    isDirectionInferred: new Uint8Array(capacity),
    localIp: new Int32Array(capacity),
    localPort: new Int32Array(capacity),
    remoteIp: new Int32Array(capacity),
    remotePort: new Int32Array(capacity),
    scope: new Uint8Array(capacity),
    openedUs: new Float64Array(capacity),
    openedNs: new Uint16Array(capacity),
    closedUs: new Float64Array(capacity),
    closedNs: new Uint16Array(capacity),
    bytesSent: new Float64Array(capacity),
    bytesReceived: new Float64Array(capacity),
    attempts: new Uint32Array(capacity),
    cookieKind: new Uint8Array(capacity),
    cookieHigh: new Uint32Array(capacity),
    cookieLow: new Uint32Array(capacity),
    remoteNamespace: new Int32Array(capacity),
    remotePod: new Int32Array(capacity),
    remoteWorkload: new Int32Array(capacity),
    remoteContainer: new Int32Array(capacity),
    isRemoteInferred: new Uint8Array(capacity),
    /** The connection that is the other end. */
    peer: new Int32Array(capacity),
    isOpenSeen: new Uint8Array(capacity),
    origin: new Int32Array(capacity),
    aheadUs: new Float64Array(capacity),
    /** Place of the first name in the lists of names. */
    names: new Int32Array(capacity),
    /** Places of the first and the last event in the lists of events. */
    firstEvent: new Int32Array(capacity),
    lastEvent: new Int32Array(capacity),
    isRemoved: new Uint8Array(capacity),
  };
}

export type ConnectionColumns = ReturnType<typeof connectionColumns>;
