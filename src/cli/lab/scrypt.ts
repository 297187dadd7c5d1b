import { randomBytes, scryptSync } from 'node:crypto';
import type { Kdf } from '../../labs/seal.js';

/** scrypt, with the memory that its parameters need: 16 MiB for the usual ones. */
export const scrypt: Kdf = (secret, salt, size, { N, r, p }) =>
  scryptSync(secret, salt, size, { N, r, p, maxmem: 256 * N * r + 1_048_576 });

/** Sixteen random digits in hex. */
export function randomSalt(): string {
  return randomBytes(8).toString('hex');
}
