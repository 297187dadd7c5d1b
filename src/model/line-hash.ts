/** How lines of a case are known again: by SHA-256, or by XXH64 with a seed of the case's own, written `xxh64:<seed>`. */
export type LineHashScheme = string;

/** Cases of before seeds. */
export const SHA256_SCHEME: LineHashScheme = 'sha256';
const SEEDED = 'xxh64:';

/** The scheme of a new case, whose seed nobody else knows: who changes a line of a source later can't choose what it hashes to. */
export function seededScheme(seed: bigint): LineHashScheme {
  return `${SEEDED}${seed}`;
}

/** The seed of a scheme; `undefined` for the one without. */
export function seedOf(scheme: LineHashScheme): bigint | undefined {
  return scheme === SHA256_SCHEME ? undefined : BigInt(scheme.slice(SEEDED.length));
}

/** The functions that schemes are made of. */
export interface LineDigests {
  /** In hexadecimal. */
  sha256(bytes: Uint8Array): string;
  xxh64(bytes: Uint8Array, seed: bigint): bigint;
}

/** Hexadecimal digits of a digest that are kept: 52 bits, which a number holds exactly. */
const DIGITS = 13;
const BITS_CUT = 12n;

/**
 * The number that a line of a case with this scheme is known again by: import stores it, and reading a raw event back compares it. Two lines
 * of a case of a million share one by chance once in some nine thousand cases.
 */
export function lineHasher(scheme: LineHashScheme, digests: LineDigests): (bytes: Uint8Array) => number {
  const seed = seedOf(scheme);
  if (seed === undefined) return (bytes) => Number.parseInt(digests.sha256(bytes).slice(0, DIGITS), 16);
  return (bytes) => Number(digests.xxh64(bytes, seed) >> BITS_CUT);
}
