/** Command lines told apart at a time. Beyond this the first ones are forgotten: memory must not grow with a case. */
const REMEMBERED_COMMANDS = 20_000;

/** A longer command line is like no other. */
export const LONGEST_COMPARED = 500;

const DIGITS = /\d+/g;

/** Like no other, or its program is not known. */
const UNLIKE = 0;

/**
 * Numbers command lines: equal for two only if they ran the same program with the same arguments, digits aside. Two that are alike and were
 * asked for far apart may have different numbers.
 */
export class CommandNumbers {
  /** By program and by arguments in which every number is 0. */
  readonly #known = new Map<string, Map<string, number>>();
  #size = 0;
  #next = 1;

  /** 0 for a program that is not known or not to be compared. */
  numberOf(binary: string | null, given: string): number {
    if (binary === null) return UNLIKE;
    const ofProgram = this.#known.get(binary);
    // Most arguments hold no digits, and are found as they are.
    const bare = ofProgram?.has(given) === true ? given : given.replace(DIGITS, '0');
    return ofProgram?.get(bare) ?? this.#remember(binary, bare);
  }

  #remember(binary: string, bare: string): number {
    if (this.#size >= REMEMBERED_COMMANDS) {
      this.#known.clear();
      this.#size = 0;
    }
    const ofProgram = this.#known.get(binary) ?? new Map<string, number>();
    this.#known.set(binary, ofProgram.set(bare, this.#next));
    this.#size += 1;
    return this.#next++;
  }
}
