/** Numbers of texts that rules ask for by name: see `Texts`. */
export const ANY_V4 = 1;
export const ANY_V6 = 2;
export const TCP = 3;
export const UDP = 4;

/** Texts as numbers from 1, for columns: equal numbers are equal texts. 0 stands for no text. */
export class Texts {
  readonly #texts = ['', '0.0.0.0', '::', 'tcp', 'udp'];
  readonly #numbers = new Map(this.#texts.slice(1).map((text, at) => [text, at + 1]));

  /** How many numbers are given out, 0 included. */
  get count(): number {
    return this.#texts.length;
  }

  /** Number of the text; 0 for none. */
  of(text: string | null | undefined): number {
    if (text === null || text === undefined) return 0;
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.length;
    this.#texts.push(text);
    this.#numbers.set(text, number);
    return number;
  }

  /** The text of a number; none for 0. */
  text(number: number): string | undefined {
    return number === 0 ? undefined : this.#texts[number];
  }

  /** Below 0 when the first text comes before the second, by their characters; none comes first. */
  compare(one: number, other: number): number {
    if (one === other) return 0;
    return (this.text(one) ?? '') < (this.text(other) ?? '') ? -1 : 1;
  }
}

/** True for the number of an address that names no host: `0.0.0.0`, `::`. */
export function isUnspecifiedNumber(ip: number): boolean {
  return ip === ANY_V4 || ip === ANY_V6;
}

/** True for the end of a socket that names a host or a port. */
export function isEndTold(ip: number, port: number): boolean {
  return ip !== 0 && (!isUnspecifiedNumber(ip) || port > 0);
}
