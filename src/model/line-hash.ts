/** Hexadecimal digits of a digest that are kept: 52 bits, which a number holds exactly. */
const DIGITS = 13;

/**
 * The number that a line is known again by, from its SHA-256 digest in hexadecimal: import stores it, and reading a raw event back
 * compares it. Two lines of a case of a million share one by chance once in some nine thousand cases.
 */
export function lineHashOf(hexDigest: string): number {
  return Number.parseInt(hexDigest.slice(0, DIGITS), 16);
}
