const MOST_KEPT = 1024;

/** What was worked out of texts before: the same commands and control groups come again and again. Holds at most 1,024 of them. */
export class WorkedOut<Value> {
  readonly #known = new Map<string, Value>();
  readonly #workOut: (text: string) => Value;

  constructor(workOut: (text: string) => Value) {
    this.#workOut = workOut;
  }

  /** What this text gives. */
  of(text: string): Value {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const value = this.#workOut(text);
    if (this.#known.size >= MOST_KEPT) this.#known.clear();
    this.#known.set(text, value);
    return value;
  }
}
