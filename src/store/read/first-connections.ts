import type { Connection } from '../../model/connection.js';

/** As many as are looked at in a while. */
const MOST_KEPT = 2000;

/**
 * The connection that each process is told by. A busy process has thousands, through all of which the first is looked for, and lists ask for it
 * again and again: it is kept for as long as the case stays the same.
 */
export class FirstConnections {
  readonly #find: (processId: number) => Connection | undefined;
  readonly #revision: () => number;
  readonly #kept = new Map<number, Connection | undefined>();
  #keptOf = -1;

  constructor(revision: () => number, find: (processId: number) => Connection | undefined) {
    this.#revision = revision;
    this.#find = find;
  }

  of(processId: number): Connection | undefined {
    const revision = this.#revision();
    if (revision !== this.#keptOf || this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#keptOf = revision;
    if (this.#kept.has(processId)) return this.#kept.get(processId);
    const found = this.#find(processId);
    this.#kept.set(processId, found);
    return found;
  }
}
