import { hash } from 'node:crypto';
import xxhash from 'xxhash-wasm';
import { type LineHashScheme, lineHasher } from '../model/line-hash.js';

const { h64Raw } = await xxhash();

/** The number that a line, or whatever identifies a record, is known again by in a case with this scheme. */
export function lineHashBy(scheme: LineHashScheme): (bytes: Uint8Array | string) => number {
  const hashed = lineHasher(scheme, { sha256: (bytes) => hash('sha256', bytes), xxh64: h64Raw });
  return (bytes) => hashed(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
}
