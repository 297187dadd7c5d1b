/** Bits for each number that there is room for: of numbers that are not held, one in eight to sixteen is taken for one that may be. */
const BITS_EACH = 8;
const FIRST_BITS = 2 ** 16;

/** Tells at once of most numbers that are not among those held. A number's lowest bits are its place, which are as good as any of a hash. */
export class IdentityFilter {
  #words = new Uint32Array(FIRST_BITS / 32);
  #count = 0;

  /** Adds numbers. `all`: every list that was added, these numbers with it, for when there is no more room. */
  add(numbers: Float64Array, all: () => Iterable<Float64Array>): void {
    this.#count += numbers.length;
    let bits = this.#words.length * 32;
    if (this.#count * BITS_EACH <= bits) {
      this.#mark(numbers);
      return;
    }
    while (bits < this.#count * BITS_EACH) bits *= 2;
    this.#words = new Uint32Array(bits / 32);
    for (const list of all()) this.#mark(list);
  }

  /** False only for a number that was not added. */
  mayHold(number: number): boolean {
    const place = placeOf(number, this.#words.length * 32);
    return ((this.#words[place >>> 5] ?? 0) & (1 << (place & 31))) !== 0;
  }

  #mark(numbers: Float64Array): void {
    const words = this.#words;
    for (let at = 0; at < numbers.length; at++) {
      const place = placeOf(numbers[at] ?? 0, words.length * 32);
      words[place >>> 5] = (words[place >>> 5] ?? 0) | (1 << (place & 31));
    }
  }
}

function placeOf(number: number, bits: number): number {
  return (number >>> 0) & (bits - 1);
}
