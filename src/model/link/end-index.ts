/** Rows by an end of theirs, an address and a port. Ends must not change while they are looked for. */
export class EndIndex {
  readonly #owners: Int32Array;
  readonly #ports: Int32Array;
  readonly #heads: Int32Array;
  readonly #next: Int32Array;
  readonly #mask: number;

  /** `rows` in order. */
  constructor({ owners, ports }: { readonly owners: Int32Array; readonly ports: Int32Array }, rows: Int32Array) {
    this.#owners = owners;
    this.#ports = ports;
    this.#mask = 2 ** Math.ceil(Math.log2(rows.length + 1)) - 1;
    this.#heads = new Int32Array(this.#mask + 1);
    this.#next = new Int32Array(owners.length);
    for (let at = rows.length - 1; at >= 0; at--) this.#add(rows[at] ?? 0);
  }

  /** Rows with this end, in order. */
  *rows(owner: number, port: number): Generator<number> {
    for (let row = this.first(owner, port); row !== 0; row = this.after(row)) yield row;
  }

  /** The first row with this end; 0 for none. */
  first(owner: number, port: number): number {
    return this.#from(this.#heads[this.#slot(owner, port)] ?? 0, owner, port);
  }

  /** The next row with the same end; 0 for none. */
  after(row: number): number {
    return this.#from(this.#next[row] ?? 0, this.#owners[row] ?? 0, this.#ports[row] ?? 0);
  }

  #from(start: number, owner: number, port: number): number {
    let row = start;
    while (row !== 0 && (this.#owners[row] !== owner || this.#ports[row] !== port)) row = this.#next[row] ?? 0;
    return row;
  }

  #add(row: number): void {
    const slot = this.#slot(this.#owners[row] ?? 0, this.#ports[row] ?? 0);
    this.#next[row] = this.#heads[slot] ?? 0;
    this.#heads[slot] = row;
  }

  #slot(owner: number, port: number): number {
    const mixed = Math.imul(owner, 0x9e3779b1) ^ Math.imul(port, 0x85ebca6b);
    return (mixed ^ (mixed >>> 15)) & this.#mask;
  }
}
