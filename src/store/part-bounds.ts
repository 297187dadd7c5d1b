/** Two numbers that rows are put in order by, the first one first. */
export interface OrderKey {
  readonly major: number;
  readonly minor: number;
}

/** Where parts of rows begin, in an order of theirs: equal keys are of one part, and a part's keys are all below the next one's. */
export class PartBounds {
  readonly #majors: Float64Array;
  readonly #minors: Float64Array;

  /** Bounds for so many parts that are about as large, as far as the sample is like all rows. */
  constructor(sample: OrderKey[], parts: number) {
    sample.sort((a, b) => a.major - b.major || a.minor - b.minor);
    const bounds = sample.length === 0 ? [] : Array.from({ length: parts - 1 }, (_, at) => Math.floor(((at + 1) * sample.length) / parts));
    this.#majors = Float64Array.from(bounds, (at) => sample[at]?.major ?? 0);
    this.#minors = Float64Array.from(bounds, (at) => sample[at]?.minor ?? 0);
  }

  /** The part that a key is of: how many bounds are not above it. */
  partOf(major: number, minor: number): number {
    let low = 0;
    let high = this.#majors.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const bound = this.#majors[middle] ?? 0;
      if (bound < major || (bound === major && (this.#minors[middle] ?? 0) <= minor)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
