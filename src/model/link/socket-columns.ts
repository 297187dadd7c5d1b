/** As columns hold them: an operation is its place in `SOCKET_OPERATIONS`. */
export const [CONNECT, ATTEMPT, ACCEPT, LISTENING, SEND, STATS, CLOSE] = [0, 1, 2, 3, 4, 5, 6] as const;

/** Events of sockets, one place for each in every column. Numbers of texts and rows are 0 where there is none. */
export interface SocketColumns {
  readonly length: number;
  /** Row of the event, which grows from place to place. */
  readonly event: Int32Array;
  readonly operation: Uint8Array;
  /** 0 when the local end is merely the one printed first. */
  readonly isOriented: Uint8Array;
  readonly protocol: Int32Array;
  readonly localIp: Int32Array;
  /** -1 where none was told; so are remote ports. */
  readonly localPort: Int32Array;
  readonly remoteIp: Int32Array;
  readonly remotePort: Int32Array;
  readonly cookieKind: Uint8Array;
  readonly cookieHigh: Uint32Array;
  readonly cookieLow: Uint32Array;
  /** A list of the other end's names. */
  readonly names: Int32Array;
  /** Row of the other end's pod metadata. */
  readonly pod: Int32Array;
  /** Not a number where none were told; so are bytes received, and times. */
  readonly bytesSent: Float64Array;
  readonly bytesReceived: Float64Array;
  /** Equal events that the agent folded into this one. */
  readonly count: Uint32Array;
  readonly us: Float64Array;
  readonly ns: Uint16Array;
}

/** Whose each event is, place by place. */
export interface SocketOwners {
  /** 0 for an event of no process, which is left out. */
  readonly process: Int32Array;
  /** The container it is in, or its host: sockets are accepted by other processes than those that listen. */
  readonly place: Int32Array;
  /** The machine and the stream of its source: sockets are paired within one. Numbered in the order that connections shall have. */
  readonly scope: Int32Array;
}
