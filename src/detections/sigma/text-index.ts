const FIRST_STATES = 256;
const BEYOND_ASCII = 128;

/**
 * Finds which of many texts occur in a text, in one pass over it: the automaton of Aho and Corasick, with every transition written out. All
 * characters beyond ASCII count as one, so that the table stays small: of texts that hold some, more may be found than occur, never fewer.
 * *Source:* Aho, Corasick: Efficient string matching, CACM 18 (1975).
 */
export class TextIndex {
  /** For each ASCII character its place among those that occur in any text, from 1; 0 for the others. The last is for all beyond ASCII. */
  readonly #symbols = new Uint8Array(BEYOND_ASCII + 1);
  #next: Int32Array;
  /** For each state, the owners of the texts that end there. */
  readonly #ends: readonly (readonly number[])[];
  readonly #width: number;

  /** Each text with the number of whoever asks for it. */
  constructor(entries: readonly { readonly text: string; readonly owner: number }[]) {
    const used = new Set(entries.flatMap(({ text }) => [...units(text)]));
    [...used].forEach((unit, place) => {
      this.#symbols[unit] = place + 1;
    });
    this.#width = used.size + 1;
    this.#next = new Int32Array(FIRST_STATES * this.#width);
    const ends: number[][] = [[]];
    for (const { text, owner } of entries) this.#insert(ends, text, owner);
    this.#complete(ends);
    this.#ends = ends;
  }

  /** Owners of the texts that occur in `text`, in ascending order, each once. */
  ownersIn(text: string): readonly number[] {
    const found = new Set<number>();
    let state = 0;
    for (let at = 0; at < text.length; at += 1) {
      state = this.#next[state * this.#width + (this.#symbols[Math.min(text.charCodeAt(at), BEYOND_ASCII)] ?? 0)] ?? 0;
      const ends = this.#ends[state];
      if (ends !== undefined && ends.length > 0) for (const owner of ends) found.add(owner);
    }
    return [...found].sort((a, b) => a - b);
  }

  #insert(ends: number[][], text: string, owner: number): void {
    let state = 0;
    for (const unit of units(text)) {
      const slot = state * this.#width + (this.#symbols[unit] ?? 0);
      if (this.#next[slot] === 0) {
        this.#next[slot] = ends.length;
        ends.push([]);
        this.#makeRoom(ends.length);
      }
      state = this.#next[slot] ?? 0;
    }
    ends[state]?.push(owner);
  }

  #makeRoom(states: number): void {
    if (states * this.#width <= this.#next.length) return;
    const wider = new Int32Array(this.#next.length * 2);
    wider.set(this.#next);
    this.#next = wider;
  }

  /** Breadth first, so that where a state falls back to is complete before it is needed. */
  #complete(ends: number[][]): void {
    const next = this.#next;
    const fallback = new Int32Array(ends.length);
    const queue = [0];
    for (let head = 0; head < queue.length; head += 1) {
      const state = queue[head] ?? 0;
      const back = fallback[state] ?? 0;
      if (state !== 0) ends[state]?.push(...(ends[back] ?? []));
      for (let symbol = 1; symbol < this.#width; symbol += 1) {
        const slot = state * this.#width + symbol;
        const child = next[slot] ?? 0;
        const elsewhere = state === 0 ? 0 : (next[back * this.#width + symbol] ?? 0);
        if (child === 0) next[slot] = elsewhere;
        else {
          fallback[child] = elsewhere;
          queue.push(child);
        }
      }
    }
  }
}

function* units(text: string): Generator<number> {
  for (let at = 0; at < text.length; at += 1) yield Math.min(text.charCodeAt(at), BEYOND_ASCII);
}
