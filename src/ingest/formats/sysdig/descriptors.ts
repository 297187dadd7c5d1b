import type { SocketEnd } from '../../../model/record.js';
import type { TrackedProcess } from './tracked-process.js';

/** A connection that is open, from the call that made it to the last close. */
export interface OpenConnection {
  readonly protocol: string;
  readonly local: SocketEnd;
  readonly remote: SocketEnd;
  /** Both ends as sysdig prints them. */
  readonly tuple: string;
  /** The process that opened it, or was first seen to use it. */
  readonly owner: TrackedProcess;
  /** Local end first. */
  readonly name: string;
  sent: number;
  received: number;
  /** False while only a connect of a datagram socket was seen: nothing was sent. */
  isTold: boolean;
  /** Bytes that records have told of. */
  toldBytes: number;
  /** Descriptors that refer to it. */
  holders: number;
}

/** A socket that a descriptor refers to. Copies of a descriptor share it. */
export interface SocketDescriptor {
  protocol: string | undefined;
  /** What it was bound to. */
  bound: SocketEnd | undefined;
  connection: OpenConnection | undefined;
  /** Whether an exec closes it; absent when not known. */
  readonly closesOnExec: boolean | undefined;
}

const STANDARD_DESCRIPTORS = 3;
/** Of a process that has none yet, as most have none ever: nothing is added to it. */
const NO_SOCKETS = new Map<number, SocketDescriptor>();
const NONE: readonly OpenConnection[] = [];

/** The internet sockets among a process's descriptors. Files and pipes name themselves in each event. */
export class Descriptors {
  #sockets: Map<number, SocketDescriptor> = NO_SOCKETS;

  get(number: number): SocketDescriptor | undefined {
    return this.#sockets.get(number);
  }

  /** The socket whose connection has these ends, whatever descriptor refers to it. */
  withTuple(tuple: string): SocketDescriptor | undefined {
    for (const socket of this.#sockets.values()) if (socket.connection?.tuple === tuple) return socket;
    return undefined;
  }

  /** What the number referred to before is let go of; gives back the connection if nothing else refers to it. */
  set(number: number, socket: SocketDescriptor): OpenConnection | undefined {
    if (this.#sockets.get(number) === socket) return undefined;
    const lost = this.close(number);
    if (this.#sockets === NO_SOCKETS) this.#sockets = new Map();
    this.#sockets.set(number, socket);
    if (socket.connection !== undefined) socket.connection.holders += 1;
    return lost;
  }

  /** The connection that ends with this descriptor, if one does. */
  close(number: number): OpenConnection | undefined {
    const connection = this.#sockets.get(number)?.connection;
    if (this.#sockets.size > 0) this.#sockets.delete(number);
    return connection === undefined ? undefined : released(connection);
  }

  /** Gives a socket a connection, in place of the one it had. */
  connect(socket: SocketDescriptor, connection: OpenConnection): OpenConnection | undefined {
    const before = socket.connection;
    const holders = this.#holdersOf(socket);
    socket.connection = connection;
    connection.holders += holders;
    if (before === undefined) return undefined;
    before.holders -= holders - 1;
    return released(before);
  }

  #holdersOf(socket: SocketDescriptor): number {
    let holders = 0;
    for (const other of this.#sockets.values()) if (other === socket) holders += 1;
    return holders;
  }

  /** What a child begins with. */
  copyTo(child: Descriptors): void {
    for (const [number, socket] of this.#sockets) child.set(number, socket);
  }

  /** Lets go of what an exec closes. Where that is not known a descriptor stays if nobody else has the socket: a shell's own connection. */
  execute(): readonly OpenConnection[] {
    if (this.#sockets.size === 0) return NONE;
    const closed = [...this.#sockets].filter(([number, socket]) => number >= STANDARD_DESCRIPTORS && isLost(socket));
    return closed.flatMap(([number]) => this.close(number) ?? []);
  }

  /** Lets go of everything. */
  closeAll(): readonly OpenConnection[] {
    if (this.#sockets.size === 0) return NONE;
    return [...this.#sockets.keys()].flatMap((number) => this.close(number) ?? []);
  }
}

function isLost({ closesOnExec, connection }: SocketDescriptor): boolean {
  return closesOnExec ?? (connection === undefined || connection.holders > 1);
}

function released(connection: OpenConnection): OpenConnection | undefined {
  connection.holders -= 1;
  return connection.holders <= 0 ? connection : undefined;
}
