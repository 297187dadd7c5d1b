/** Where a connection's process is, and which source told of it: texts as numbers. */
export interface Owner {
  readonly node: number;
  /** Row of the container; 0 for a host's own. */
  readonly container: number;
  /** The kind of source, or which export of its agent. */
  readonly origin: number;
  /** How far the clock that times are told by is ahead of its machine's. */
  readonly aheadUs: number;
}

const NOBODY: Owner = { node: 0, container: 0, origin: 0, aheadUs: 0 };

/** Owners as numbers, for columns: there are about as many as containers, however many connections. 0 is nobody. */
export class Owners {
  readonly #owners: Owner[] = [NOBODY];
  readonly #numbers = new Map<string, number>();

  /** Number of an owner: the same for equal ones. */
  of({ node, container, origin, aheadUs }: Owner): number {
    const key = `${node} ${container} ${origin} ${aheadUs}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#owners.push({ node, container, origin, aheadUs }) - 1;
    this.#numbers.set(key, number);
    return number;
  }

  /** The owner of a number. */
  get(number: number): Owner {
    return this.#owners[number] ?? NOBODY;
  }
}
