import type { Kdf } from '../../src/labs/seal.js';

/** A function with the shape of scrypt and none of its slowness: tests measure nothing. */
export const toyKdf: Kdf = (secret, salt, size, cost) => {
  const bytes = new Uint8Array(size);
  let state = 2_166_136_261 ^ cost.N;
  const text = new TextEncoder().encode(`${salt}\u0000${secret}`);
  for (let at = 0; at < size; at++) {
    for (const byte of text) state = Math.imul(state ^ byte ^ at, 16_777_619) >>> 0;
    bytes[at] = state & 255;
  }
  return bytes;
};
