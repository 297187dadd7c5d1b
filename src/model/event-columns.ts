import type { PodDescription, ProcessDescription } from './record.js';

/** A copy of a process, and its pod by number. */
export interface MetProcess {
  readonly process: Omit<ProcessDescription, 'pod'>;
  readonly pod: number;
}

/**
 * Events as columns: place `n` of every list of a group belongs to one thing. Numbers of texts, pods and processes count what a reader met,
 * from 1 in each generation of it; 0 is none. What a column can't say of an absent number is NaN, and -1 for ports.
 */
export interface EventColumns {
  /** Tells readers apart: numbers of another one mean something else. */
  readonly reader: string;
  /** Numbers of generations before mean nothing any more. */
  readonly generation: number;
  /** All lists stand in it. */
  readonly buffer: ArrayBuffer;
  /** What was met for the first time, in order of its number, beginning after the last ones told. */
  readonly texts: readonly string[];
  readonly pods: readonly PodDescription[];
  /** Copies of processes. The role of each is told by where events name it. */
  readonly processes: readonly MetProcess[];
  /** One entry an event, in order of lines. */
  readonly events: {
    readonly count: number;
    /** Counted from the line that `lineBase` of the batch names. */
    readonly line: Int32Array;
    readonly byteOffset: Float64Array;
    readonly byteLength: Int32Array;
    readonly hash: Float64Array;
    readonly kind: Int32Array;
    readonly us: Float64Array;
    readonly ns: Uint16Array;
    readonly process: Int32Array;
    readonly parent: Int32Array;
    readonly functionName: Int32Array;
    readonly policy: Int32Array;
    readonly cluster: Int32Array;
  };
  /** Processes beyond the parent that events name, by place of the event. */
  readonly ancestors: { readonly count: number; readonly event: Int32Array; readonly process: Int32Array };
  readonly exits: {
    readonly count: number;
    readonly event: Int32Array;
    readonly status: Float64Array;
    readonly signal: Int32Array;
    readonly us: Float64Array;
    readonly ns: Uint16Array;
  };
  readonly sockets: {
    readonly count: number;
    readonly event: Int32Array;
    /** Place in `SOCKET_OPERATIONS`. */
    readonly operation: Uint8Array;
    readonly isOriented: Uint8Array;
    readonly protocol: Int32Array;
    readonly localIp: Int32Array;
    readonly localPort: Int32Array;
    readonly remoteIp: Int32Array;
    readonly remotePort: Int32Array;
    /** Whether a cookie was told, and its 64 bits. */
    readonly hasCookie: Uint8Array;
    readonly cookieHigh: Uint32Array;
    readonly cookieLow: Uint32Array;
    /** A list of names as JSON. */
    readonly remoteNames: Int32Array;
    readonly remotePod: Int32Array;
    readonly bytesSent: Float64Array;
    readonly bytesReceived: Float64Array;
  };
  /** Lists are JSON texts. */
  readonly dns: {
    readonly count: number;
    readonly event: Int32Array;
    readonly isResponse: Uint8Array;
    readonly names: Int32Array;
    readonly types: Int32Array;
    readonly rcode: Int32Array;
    readonly ips: Int32Array;
    readonly serverIp: Int32Array;
    readonly serverPort: Int32Array;
  };
}
