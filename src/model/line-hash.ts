/** Bytes of a digest that are kept: 52 bits, which a number holds exactly. */
const WHOLE_BYTES = 6;

/**
 * The number that a line is known again by, from its SHA-256 digest: import stores it, and reading a raw event back compares it. Two
 * lines of a case of a million share one by chance once in some nine thousand cases.
 */
export function lineHashOf(digest: Uint8Array): number {
  const whole = digest.subarray(0, WHOLE_BYTES).reduce((number, byte) => number * 256 + byte, 0);
  return whole * 16 + ((digest[WHOLE_BYTES] ?? 0) >> 4);
}
