/** What a depth column holds: a deeper chain is drawn no deeper. */
const DEEPEST = 0xffff;

/** First child and next sibling of each slot: 0 for the top, then processes by row, then groups. */
export class ChildLinks {
  readonly #first: Int32Array;
  readonly #next: Int32Array;

  constructor(slots: number) {
    this.#first = new Int32Array(slots);
    this.#next = new Int32Array(slots);
  }

  prepend(parent: number, child: number): void {
    this.#next[child] = this.#first[parent] ?? 0;
    this.#first[parent] = child;
  }

  /** The first child of a slot, 0 when it has none. */
  first(parent: number): number {
    return this.#first[parent] ?? 0;
  }

  /** Every slot below the top, parents before children. Slots beyond `count` are groups and get negative ids. */
  preOrder(count: number): { readonly ids: Int32Array; readonly sizes: Int32Array; readonly depths: Uint16Array } {
    const rows = this.#first.length - 1;
    const ids = new Int32Array(rows);
    const sizes = new Int32Array(rows).fill(1);
    const depths = new Uint16Array(rows);
    const path: number[] = [];
    let length = 0;
    let slot = this.#first[0] ?? 0;
    while (slot !== 0) {
      ids[length] = slot > count ? count - slot : slot;
      depths[length] = Math.min(path.length, DEEPEST);
      path.push(length++);
      let next = this.#first[slot] ?? 0;
      let at = slot;
      while (next === 0) {
        const row = path.pop();
        if (row === undefined)
          return { ids: ids.subarray(0, length), sizes: sizes.subarray(0, length), depths: depths.subarray(0, length) };
        sizes[row] = length - row;
        next = this.#next[at] ?? 0;
        const above = path.at(-1);
        at = above === undefined ? 0 : slotOf(ids[above] ?? 0, count);
      }
      slot = next;
    }
    return { ids, sizes, depths };
  }
}

function slotOf(id: number, count: number): number {
  return id > 0 ? id : count - id;
}
