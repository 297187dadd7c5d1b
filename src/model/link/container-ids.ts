/** Names in order, to be asked by their beginnings. */
export class SortedNames {
  readonly #names: readonly string[];

  constructor(names: Iterable<string>) {
    this.#names = [...new Set(names)].sort();
  }

  /** Those that begin with `prefix`, in order. */
  *startingWith(prefix: string): Generator<string> {
    for (let at = this.#firstFrom(prefix); at < this.#names.length; at++) {
      const name = this.#names[at] ?? '';
      if (!name.startsWith(prefix)) return;
      yield name;
    }
  }

  #firstFrom(prefix: string): number {
    let low = 0;
    let high = this.#names.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#names[middle] ?? '') < prefix) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/**
 * The whole id of a container that is told in part: agents print ids whole, or cut to 31, 24 or 15 characters. The part itself where it could
 * be of two that are known.
 */
export function wholeId(part: string, known: SortedNames): string {
  let longest = part;
  for (const id of known.startingWith(part)) {
    if (!id.startsWith(longest)) return part;
    longest = id;
  }
  return longest;
}
