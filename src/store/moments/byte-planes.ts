/** Numbers beyond this have bytes that shifting doesn't reach. */
const WORD = 2 ** 32;

/**
 * Columns of whole numbers from 0 on, in as few bytes each as the largest of a column needs: its width, then the lowest bytes of all, then
 * the next ones. A column of zeros takes a byte.
 */
export class PlaneWriter {
  #bytes = new Uint8Array(1 << 16);
  #length = 0;

  /** Adds the first `count` numbers as a column. */
  add(numbers: Float64Array, count: number): void {
    let largest = 0;
    for (let at = 0; at < count; at++) largest = Math.max(largest, numbers[at] ?? 0);
    let width = 0;
    while (largest >= 256 ** width) width++;
    this.#reserve(1 + width * count);
    const bytes = this.#bytes;
    bytes[this.#length++] = width;
    for (let plane = 0; plane < width; plane++) {
      const scale = plane < 4 ? 1 : 1 / WORD;
      const shift = 8 * (plane % 4);
      for (let at = 0; at < count; at++) bytes[this.#length + at] = ((numbers[at] ?? 0) * scale) >>> shift;
      this.#length += count;
    }
  }

  /** All columns since the last time, in order. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array((this.#length + more) * 2);
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

/** A column that `PlaneWriter` wrote at a place. */
export class PlaneColumn {
  /** Where the next column begins. */
  readonly end: number;
  readonly #bytes: Uint8Array;
  readonly #from: number;
  readonly #count: number;
  readonly #width: number;

  constructor(bytes: Uint8Array, at: number, count: number) {
    this.#bytes = bytes;
    this.#from = at + 1;
    this.#count = count;
    this.#width = bytes[at] ?? 0;
    this.end = this.#from + this.#width * count;
  }

  /** The numbers, written into an array of zeros that is long enough. */
  into<Numbers extends Float64Array | Uint32Array | Uint16Array>(numbers: Numbers): Numbers {
    const bytes = this.#bytes;
    for (let plane = 0, from = this.#from; plane < this.#width; plane++, from += this.#count) {
      const factor = 256 ** plane;
      for (let at = 0; at < this.#count; at++) numbers[at] = (numbers[at] ?? 0) + (bytes[from + at] ?? 0) * factor;
    }
    return numbers;
  }
}
