import type { ConnectionTable } from './connection-table.js';

/** What open sockets are found by, addresses and protocols as numbers. */
export interface SocketEnds {
  readonly direction: number;
  readonly protocol: number;
  readonly localIp: number;
  readonly localPort: number;
  readonly remoteIp: number;
  readonly remotePort: number;
}

/**
 * Rows of sockets that are open, in the order they were opened. A process without socket ids may have very many: none is looked at in vain.
 * One alone, as a kernel socket mostly has, is kept without any index.
 */
export class OpenSockets {
  readonly #table: ConnectionTable;
  /** 0 for none. */
  #alone = 0;
  #inOrder: number[] = [];
  readonly #closed = new Set<number>();
  readonly #byEnds = new Map<string, Set<number>>();
  readonly #keys = new Map<number, string>();

  constructor(table: ConnectionTable) {
    this.#table = table;
  }

  get isEmpty(): boolean {
    return this.#alone === 0 && this.#inOrder.length === 0;
  }

  /** The only one that is open; 0 for none, or several. */
  get only(): number {
    return this.#alone;
  }

  clear(): void {
    this.#alone = 0;
    if (this.#inOrder.length === 0) return;
    this.#inOrder = [];
    this.#closed.clear();
    this.#byEnds.clear();
    this.#keys.clear();
  }

  add(row: number): void {
    if (this.#inOrder.length === 0 && this.#alone === 0) {
      this.#alone = row;
      return;
    }
    if (this.#alone !== 0) this.#addToMany(this.#alone);
    this.#alone = 0;
    this.#addToMany(row);
  }

  close(row: number): void {
    if (row === this.#alone) {
      this.#alone = 0;
      return;
    }
    this.#forget(row);
    this.#closed.add(row);
    if (this.#closed.size * 2 < this.#inOrder.length) return;
    this.#inOrder = this.#inOrder.filter((other) => !this.#closed.has(other));
    this.#closed.clear();
  }

  /** To be told when an open socket's ends became known. */
  endsChanged(row: number): void {
    if (row === this.#alone || this.#keys.get(row) === keyOf(this.#endsOf(row))) return;
    this.#forget(row);
    this.#index(row);
  }

  /** The first with exactly these ends that is meant; 0 for none. */
  withEnds(ends: SocketEnds, isMeant: (row: number) => boolean): number {
    if (this.#alone !== 0) return this.#hasEnds(this.#alone, ends) && isMeant(this.#alone) ? this.#alone : 0;
    if (this.#inOrder.length === 0) return 0;
    for (const row of this.#byEnds.get(keyOf(ends)) ?? []) if (isMeant(row)) return row;
    return 0;
  }

  /** The first that was opened of those that are meant; 0 for none. */
  oldest(isMeant: (row: number) => boolean): number {
    if (this.#alone !== 0) return isMeant(this.#alone) ? this.#alone : 0;
    for (const row of this.#inOrder) if (!this.#closed.has(row) && isMeant(row)) return row;
    return 0;
  }

  /** The last that was opened of those that are meant, as far back as `isNear` holds; 0 for none. */
  newest(isNear: (row: number) => boolean, isMeant: (row: number) => boolean): number {
    if (this.#alone !== 0) return isNear(this.#alone) && isMeant(this.#alone) ? this.#alone : 0;
    for (let at = this.#inOrder.length - 1; at >= 0; at--) {
      const row = this.#inOrder[at] ?? 0;
      if (this.#closed.has(row)) continue;
      if (!isNear(row)) return 0;
      if (isMeant(row)) return row;
    }
    return 0;
  }

  /** All of them, in the order they were opened. */
  rows(): readonly number[] {
    return this.#alone !== 0 ? [this.#alone] : this.#inOrder.filter((row) => !this.#closed.has(row));
  }

  #addToMany(row: number): void {
    this.#inOrder.push(row);
    this.#index(row);
  }

  #index(row: number): void {
    const key = keyOf(this.#endsOf(row));
    const known = this.#byEnds.get(key) ?? new Set<number>();
    this.#byEnds.set(key, known.add(row));
    this.#keys.set(row, key);
  }

  #forget(row: number): void {
    const key = this.#keys.get(row);
    this.#keys.delete(row);
    if (key === undefined) return;
    const known = this.#byEnds.get(key);
    known?.delete(row);
    if (known?.size === 0) this.#byEnds.delete(key);
  }

  #endsOf(row: number): SocketEnds {
    const { direction, protocol, localIp, localPort, remoteIp, remotePort } = this.#table.columns;
    return {
      direction: direction[row] ?? 0,
      protocol: protocol[row] ?? 0,
      localIp: localIp[row] ?? 0,
      localPort: localPort[row] ?? -1,
      remoteIp: remoteIp[row] ?? 0,
      remotePort: remotePort[row] ?? -1,
    };
  }

  #hasEnds(row: number, ends: SocketEnds): boolean {
    const { direction, protocol, localIp, localPort, remoteIp, remotePort } = this.#table.columns;
    return (
      direction[row] === ends.direction &&
      protocol[row] === ends.protocol &&
      localIp[row] === ends.localIp &&
      localPort[row] === ends.localPort &&
      remoteIp[row] === ends.remoteIp &&
      remotePort[row] === ends.remotePort
    );
  }
}

function keyOf({ direction, protocol, localIp, localPort, remoteIp, remotePort }: SocketEnds): string {
  return `${direction} ${protocol} ${localIp} ${localPort} ${remoteIp} ${remotePort}`;
}
