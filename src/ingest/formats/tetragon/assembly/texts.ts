/** Printed texts that were met, and what each stands for. The same bytes may stand for several things, one in each space. */
import { isSame, xxh64 } from './bytes';
import { room } from './room';

/** More are not remembered: what is new then is left to the full parser. */
const MOST_TEXTS = 65_536;
const MOST_BYTES: usize = 4 * 1024 * 1024;
const SLOTS = 131_072;

/** Fields of a text, by their offset. */
const HASH: usize = 0;
const START: usize = 8;
const LENGTH: usize = 12;
const SPACE: usize = 16;
const NUMBER: usize = 20;
const TEXT_BYTES: usize = 24;

const slots: usize = room(SLOTS * 4);
const texts: usize = room(MOST_TEXTS * TEXT_BYTES);
const bytes: usize = room(MOST_BYTES);
let count = 0;
let used: usize = 0;
let seed: u64 = 0;
/** Where the text that was looked for last would stand, and its hash. */
let lastSlot: usize = 0;
let lastHash: u64 = 0;

/** Another one in each process, so that nobody who writes events can choose texts that collide. */
export function setTextSeed(chosen: u64): void {
  seed = chosen;
}

/** Forgets all texts. */
export function forgetTexts(): void {
  memory.fill(slots, 0, SLOTS * 4);
  count = 0;
  used = 0;
}

/** How full the memory of texts is, in thousandths. */
export function textsShare(): i32 {
  return max((count * 1000) / MOST_TEXTS, <i32>((used * 1000) / MOST_BYTES));
}

/** How many texts are remembered. */
export function textCount(): i32 {
  return count;
}

/** The text of these bytes in a space; 0 when it was not met. */
export function find(space: i32, from: usize, length: usize): usize {
  const hash = xxh64(from, length, seed + space);
  let slot = <u32>hash & (SLOTS - 1);
  for (;;) {
    const number = load<u32>(slots + (slot << 2));
    if (number === 0) break;
    const text = texts + (number - 1) * TEXT_BYTES;
    const isFound = load<u64>(text, HASH) === hash && load<i32>(text, SPACE) === space && load<u32>(text, LENGTH) === length;
    if (isFound && isSame(bytes + load<u32>(text, START), from, length)) return text;
    slot = (slot + 1) & (SLOTS - 1);
  }
  lastSlot = slots + (slot << 2);
  lastHash = hash;
  return 0;
}

/** Remembers the text that was looked for last and not found. False when there is no room for it. */
export function add(space: i32, from: usize, length: usize, number: i32): bool {
  if (count === MOST_TEXTS || used + length > MOST_BYTES) return false;
  const text = texts + count * TEXT_BYTES;
  memory.copy(bytes + used, from, length);
  store<u64>(text, lastHash, HASH);
  store<u32>(text, used, START);
  store<u32>(text, length, LENGTH);
  store<i32>(text, space, SPACE);
  store<i32>(text, number, NUMBER);
  count += 1;
  used += length;
  store<u32>(lastSlot, count);
  return true;
}

/** What a text stands for. */
export function numberOf(text: usize): i32 {
  return load<i32>(text, NUMBER);
}
