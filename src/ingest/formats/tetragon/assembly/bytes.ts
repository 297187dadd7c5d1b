/** Looking for bytes, comparing them and hashing them, many at a time. Up to 32 bytes beyond the end are read, and count for nothing. */

const PRIME_1: u64 = 0x9e3779b185ebca87;
const PRIME_2: u64 = 0xc2b2ae3d27d4eb4f;
const PRIME_3: u64 = 0x165667b19e3779f9;
const PRIME_4: u64 = 0x85ebca77c2b2ae63;
const PRIME_5: u64 = 0x27d4eb2f165667c5;

/** Where this byte stands for the first time, `to` when it does not. */
export function indexOf(byte: u8, from: usize, to: usize): usize {
  const wanted = i8x16.splat(<i8>byte);
  let at = from;
  // Four steps in one, as long as the byte is in none of them.
  for (; at + 64 <= to; at += 64) {
    const first = v128.or(i8x16.eq(v128.load(at), wanted), i8x16.eq(v128.load(at, 16), wanted));
    const second = v128.or(i8x16.eq(v128.load(at, 32), wanted), i8x16.eq(v128.load(at, 48), wanted));
    if (v128.any_true(v128.or(first, second))) break;
  }
  for (; at < to; at += 16) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(at), wanted));
    if (mask === 0) continue;
    const found = at + ctz(mask);
    return found < to ? found : to;
  }
  return to;
}

/** True when as many bytes are the same in both places. */
export function isSame(one: usize, other: usize, length: usize): bool {
  let at: usize = 0;
  for (; at + 64 <= length; at += 64) {
    const first = v128.or(differences(one + at, other + at), differences(one + at + 16, other + at + 16));
    const second = v128.or(differences(one + at + 32, other + at + 32), differences(one + at + 48, other + at + 48));
    if (v128.any_true(v128.or(first, second))) return false;
  }
  for (; at + 16 <= length; at += 16) if (v128.any_true(v128.xor(v128.load(one + at), v128.load(other + at)))) return false;
  if (at + 8 <= length) {
    if (load<u64>(one + at) !== load<u64>(other + at)) return false;
    at += 8;
  }
  const rest = length - at;
  return rest === 0 || (load<u64>(one + at) ^ load<u64>(other + at)) << (64 - rest * 8) === 0;
}

function differences(one: usize, other: usize): v128 {
  return v128.xor(v128.load(one), v128.load(other));
}

function round(sum: u64, lane: u64): u64 {
  return rotl(sum + lane * PRIME_2, 31) * PRIME_1;
}

function merged(hash: u64, sum: u64): u64 {
  return (hash ^ round(0, sum)) * PRIME_1 + PRIME_4;
}

/** The hash of these bytes. *Source:* the specification of XXH64. */
export function xxh64(from: usize, length: usize, seed: u64): u64 {
  let at = from;
  const to = from + length;
  let hash = seed + PRIME_5;
  if (length >= 32) {
    let one = seed + PRIME_1 + PRIME_2;
    let two = seed + PRIME_2;
    let three = seed;
    let four = seed - PRIME_1;
    for (; at + 32 <= to; at += 32) {
      one = round(one, load<u64>(at));
      two = round(two, load<u64>(at, 8));
      three = round(three, load<u64>(at, 16));
      four = round(four, load<u64>(at, 24));
    }
    hash = rotl(one, 1) + rotl(two, 7) + rotl(three, 12) + rotl(four, 18);
    hash = merged(merged(merged(merged(hash, one), two), three), four);
  }
  hash += length;
  for (; at + 8 <= to; at += 8) hash = rotl(hash ^ round(0, load<u64>(at)), 27) * PRIME_1 + PRIME_4;
  if (at + 4 <= to) {
    hash = rotl(hash ^ (<u64>load<u32>(at) * PRIME_1), 23) * PRIME_2 + PRIME_3;
    at += 4;
  }
  for (; at < to; at++) hash = rotl(hash ^ (<u64>load<u8>(at) * PRIME_5), 11) * PRIME_1;
  hash = (hash ^ (hash >> 33)) * PRIME_2;
  hash = (hash ^ (hash >> 29)) * PRIME_3;
  return hash ^ (hash >> 32);
}
