/**
 * Process objects that were read before, byte for byte but for `refcnt`, which says nothing of a process. Most bytes of an export are a process
 * and a parent that were printed before: those need no parsing. What differs in one other byte is not known.
 */
import { indexOf, isSame, xxh64 } from './bytes';
import { learn, tell } from './host';
import { room } from './room';
import { QUOTE, ZERO } from './signs';

const MOST_BLOCKS = 4096;
const MOST_BYTES: usize = 2 * 1024 * 1024;
/** Lines with a larger one are left to the full parser. */
const LARGEST_BLOCK: usize = 128 * 1024;
/** A line names fewer: a process, a parent, and as many ancestors as columns have room for. */
const MOST_IN_LINE = 128;
const SLOTS = 4096;
/** A process looks different to its own events, to its children's and before its pod is known. */
const VARIANTS = 4;

const EXEC_ID_KEY_BYTES: usize = 12;
const EXEC_I: u64 = 0x695f63657865227b;
const D_KEY: u32 = 0x223a2264;

/** Fields of a block, by their offset. */
const HASH: usize = 0;
const NEXT: usize = 8;
const BYTES: usize = 12;
const BEFORE_COUNT: usize = 16;
const AFTER_COUNT: usize = 20;
const LEARNED: usize = 24;
const NUMBER: usize = 28;
const IS_IN_USE: usize = 32;
const BLOCK_BYTES: usize = 40;

const slots: usize = room(SLOTS * 4);
/** Two of each: what is still needed goes to the other one when one is full. */
const blocks: usize = room(MOST_BLOCKS * BLOCK_BYTES);
const otherBlocks: usize = room(MOST_BLOCKS * BLOCK_BYTES);
const bytes: usize = room(MOST_BYTES);
const otherBytes: usize = room(MOST_BYTES);
let isOther = false;
let count = 0;
let used: usize = 0;

let seed: u64 = 0;
/** Where the block ends that was found or learned last. */
let end: usize = 0;
let learnedCountFrom: usize = 0;
let learnedCountTo: usize = 0;
let learnedEnd: usize = 0;

/** Another one in each process, so that nobody who writes events can choose exec ids that collide. */
export function setBlockSeed(chosen: u64): void {
  seed = chosen;
}

/** Says where the object ends that is learned, and where the digits of `refcnt` stand in it: at its end when it has none. */
export function learned(countFrom: usize, countTo: usize, blockEnd: usize): void {
  learnedCountFrom = countFrom;
  learnedCountTo = countTo;
  learnedEnd = blockEnd;
}

/** Where the block ends that was found or learned last. */
export function blockEnd(): usize {
  return end;
}

/** Forgets all of them. */
export function forgetBlocks(): void {
  memory.fill(slots, 0, SLOTS * 4);
  count = 0;
  used = 0;
}

/** The block that begins here, known or learned; 0 when the line has to be read in full. */
export function blockAt(from: usize, lineEnd: usize): usize {
  if (from + EXEC_ID_KEY_BYTES > lineEnd || load<u64>(from) !== EXEC_I || load<u32>(from, 8) !== D_KEY) return 0;
  const id = from + EXEC_ID_KEY_BYTES;
  const hash = xxh64(id, indexOf(QUOTE, id, lineEnd) - id, seed);
  for (let block = load<u32>(slotOf(hash)); block !== 0; block = load<u32>(block, NEXT)) {
    if (load<u64>(block, HASH) !== hash) continue;
    const found = endAt(block, from, lineEnd);
    if (found === 0) continue;
    end = found;
    store<u8>(block, 1, IS_IN_USE);
    return block;
  }
  return newBlock(hash, from, lineEnd);
}

/** The number that the process of a block is known by, which the store is told when it is first asked for. */
export function processOf(block: usize): i32 {
  if (block === 0) return 0;
  let number = load<i32>(block, NUMBER);
  if (number === 0) {
    number = tell(load<i32>(block, LEARNED) >> 1);
    store<i32>(block, number, NUMBER);
  }
  return number;
}

/** True for a process that ran before the agent did. */
export function ranBefore(block: usize): bool {
  return (load<i32>(block, LEARNED) & 1) !== 0;
}

/** Makes room for all that a line may name, to be called before one is read: none of its blocks may be forgotten while it is. */
export function makeRoom(): void {
  if (count < MOST_BLOCKS - MOST_IN_LINE && used < (MOST_BYTES / 4) * 3) return;
  keepThoseInUse();
  // Nearly all of them are in use. Kept, they would soon be gone through again.
  if (count >= MOST_BLOCKS - MOST_IN_LINE || used >= MOST_BYTES / 2) forgetBlocks();
}

function slotOf(hash: u64): usize {
  return slots + ((<u32>hash & (SLOTS - 1)) << 2);
}

/** Where the block ends if it stands here and ends before the line does, else 0. */
function endAt(block: usize, from: usize, lineEnd: usize): usize {
  const before = load<u32>(block, BEFORE_COUNT);
  const known = load<u32>(block, BYTES);
  const digits = from + before;
  if (digits > lineEnd || !isSame(known, from, before)) return 0;
  const after = load<u32>(block, AFTER_COUNT);
  if (after === 0) return digits;
  let at = digits;
  while (at < lineEnd && <u8>(load<u8>(at) - ZERO) <= 9) at += 1;
  const isNumber = at === digits + 1 || (at > digits && load<u8>(digits) !== ZERO);
  return isNumber && at + after <= lineEnd && isSame(known + before, at, after) ? at + after : 0;
}

function newBlock(hash: u64, from: usize, lineEnd: usize): usize {
  const told = learn(from, min(lineEnd, from + LARGEST_BLOCK));
  if (told === 0) return 0;
  const length = learnedEnd - from;
  if (count === MOST_BLOCKS || used + length > MOST_BYTES) return 0;
  const block = (isOther ? otherBlocks : blocks) + count * BLOCK_BYTES;
  const copy = (isOther ? otherBytes : bytes) + used;
  const before = learnedCountFrom - from;
  const after = learnedEnd - learnedCountTo;
  memory.copy(copy, from, before);
  memory.copy(copy + before, learnedCountTo, after);
  store<u64>(block, hash, HASH);
  store<u32>(block, copy, BYTES);
  store<u32>(block, before, BEFORE_COUNT);
  store<u32>(block, after, AFTER_COUNT);
  store<i32>(block, told, LEARNED);
  store<i32>(block, 0, NUMBER);
  store<u8>(block, 0, IS_IN_USE);
  // A count that no agent prints is no count.
  end = endAt(block, from, lineEnd);
  if (end === 0) return 0;
  count += 1;
  used += before + after;
  enter(block);
  return block;
}

/** Puts a block before the others of its process, of which the last may be too many. */
function enter(block: usize): void {
  const slot = slotOf(load<u64>(block, HASH));
  store<u32>(block, load<u32>(slot), NEXT);
  store<u32>(slot, block);
  let variants = 0;
  let last = block;
  for (let other = load<u32>(block, NEXT); other !== 0; other = load<u32>(other, NEXT)) {
    if (load<u64>(other, HASH) === load<u64>(block, HASH) && ++variants === VARIANTS) {
      store<u32>(last, load<u32>(other, NEXT), NEXT);
      return;
    }
    last = other;
  }
}

/** Forgets those that were not met again since the last time; those that were have to be met once more. */
function keepThoseInUse(): void {
  const from = isOther ? otherBlocks : blocks;
  const to = isOther ? blocks : otherBlocks;
  const toBytes = isOther ? bytes : otherBytes;
  const all = count;
  isOther = !isOther;
  forgetBlocks();
  for (let at = 0; at < all; at++) {
    const block = from + at * BLOCK_BYTES;
    if (load<u8>(block, IS_IN_USE) === 0) continue;
    const kept = to + count * BLOCK_BYTES;
    const length = load<u32>(block, BEFORE_COUNT) + load<u32>(block, AFTER_COUNT);
    memory.copy(kept, block, BLOCK_BYTES);
    memory.copy(toBytes + used, load<u32>(block, BYTES), length);
    store<u32>(kept, toBytes + used, BYTES);
    store<u8>(kept, 0, IS_IN_USE);
    count += 1;
    used += length;
    enter(kept);
  }
}
