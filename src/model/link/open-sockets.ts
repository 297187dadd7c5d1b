import type { Direction } from '../connection.js';
import type { SocketEnd } from '../record.js';

/** What open sockets are found by. */
export interface SocketEnds {
  readonly direction: Direction;
  readonly protocol: string;
  readonly local?: SocketEnd | undefined;
  readonly remote?: SocketEnd | undefined;
}

/**
 * Sockets that are open, in the order they were opened. A process without socket ids may have very many: none is looked at in vain. One
 * alone, as a kernel socket mostly has, is kept without any index.
 */
export class OpenSockets<Socket extends SocketEnds> {
  #alone: Socket | undefined;
  #inOrder: Socket[] = [];
  readonly #closed = new Set<Socket>();
  readonly #byEnds = new Map<string, Set<Socket>>();
  readonly #keys = new Map<Socket, string>();

  add(socket: Socket): void {
    if (this.#inOrder.length === 0 && this.#alone === undefined) {
      this.#alone = socket;
      return;
    }
    if (this.#alone !== undefined) this.#addToMany(this.#alone);
    this.#alone = undefined;
    this.#addToMany(socket);
  }

  close(socket: Socket): void {
    if (socket === this.#alone) {
      this.#alone = undefined;
      return;
    }
    this.#forget(socket);
    this.#closed.add(socket);
    if (this.#closed.size * 2 < this.#inOrder.length) return;
    this.#inOrder = this.#inOrder.filter((other) => !this.#closed.has(other));
    this.#closed.clear();
  }

  /** To be told when an open socket's ends became known. */
  endsChanged(socket: Socket): void {
    if (socket === this.#alone || this.#keys.get(socket) === keyOf(socket)) return;
    this.#forget(socket);
    this.#index(socket);
  }

  /** Those with exactly these ends. */
  withEnds(ends: SocketEnds): Iterable<Socket> {
    if (this.#alone !== undefined) return haveSameEnds(this.#alone, ends) ? [this.#alone] : [];
    return this.#inOrder.length === 0 ? [] : (this.#byEnds.get(keyOf(ends)) ?? []);
  }

  *oldestFirst(): Generator<Socket> {
    if (this.#alone !== undefined) yield this.#alone;
    for (const socket of this.#inOrder) if (!this.#closed.has(socket)) yield socket;
  }

  *newestFirst(): Generator<Socket> {
    if (this.#alone !== undefined) yield this.#alone;
    for (let at = this.#inOrder.length - 1; at >= 0; at--) {
      const socket = this.#inOrder[at];
      if (socket !== undefined && !this.#closed.has(socket)) yield socket;
    }
  }

  #addToMany(socket: Socket): void {
    this.#inOrder.push(socket);
    this.#index(socket);
  }

  #index(socket: Socket): void {
    const key = keyOf(socket);
    const known = this.#byEnds.get(key) ?? new Set<Socket>();
    this.#byEnds.set(key, known.add(socket));
    this.#keys.set(socket, key);
  }

  #forget(socket: Socket): void {
    const key = this.#keys.get(socket);
    this.#keys.delete(socket);
    if (key === undefined) return;
    const known = this.#byEnds.get(key);
    known?.delete(socket);
    if (known?.size === 0) this.#byEnds.delete(key);
  }
}

function haveSameEnds(a: SocketEnds, b: SocketEnds): boolean {
  return (
    a.direction === b.direction &&
    a.protocol === b.protocol &&
    a.local?.ip === b.local?.ip &&
    a.local?.port === b.local?.port &&
    a.remote?.ip === b.remote?.ip &&
    a.remote?.port === b.remote?.port
  );
}

function keyOf({ direction, protocol, local, remote }: SocketEnds): string {
  return `${direction} ${protocol} ${local?.ip} ${local?.port} ${remote?.ip} ${remote?.port}`;
}
