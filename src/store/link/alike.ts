/** Command lines told apart at a time. Beyond this the first ones are forgotten: memory must not grow with a case. */
const REMEMBERED_COMMANDS = 20_000;

/** A longer command line is like no other. */
export const LONGEST_COMPARED = 500;

const DIGIT = /\d/;
const DIGITS = /\d+/g;

/** Like no other, or its program is not known. */
const UNLIKE = 0;

/**
 * Numbers command lines: equal for two only if they ran the same program with the same arguments, digits aside. Two that are alike and were
 * asked for far apart may have different numbers.
 */
export class CommandNumbers {
  readonly #known = new Map<string, number>();
  #next = 1;

  /** 0 for a program that is not known or not to be compared. */
  numberOf(binary: string | null, given: string): number {
    if (binary === null) return UNLIKE;
    const command = `${binary}\0${DIGIT.test(given) ? given.replace(DIGITS, '0') : given}`;
    const known = this.#known.get(command);
    if (known !== undefined) return known;
    if (this.#known.size >= REMEMBERED_COMMANDS) this.#known.clear();
    this.#known.set(command, this.#next);
    return this.#next++;
  }
}
