import { randomInt } from 'node:crypto';

/** Where the hash of a text begins: another place in each process, so that nobody who writes events can choose texts that collide. */
export const HASH_START = randomInt(2 ** 31);

/** What a hash is multiplied by after each byte. *Source:* FNV-1a. */
export const HASH_PRIME = 0x01000193;

/** The hash of these bytes. */
export function hashOfBytes(bytes: Uint8Array, from: number, to: number): number {
  let hash = HASH_START;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), HASH_PRIME);
  return hash;
}

const FIRST_SLOTS = 1024;
const FIRST_BYTES = 64 * 1024;

/** Texts known by their bytes: the same bytes have the same number, counted from 1. No string is made to find one. */
export class ByteTexts {
  #slots = new Int32Array(FIRST_SLOTS);
  #hashes = new Int32Array(FIRST_SLOTS);
  /** Where each text's bytes begin; the next one's begin is its end. */
  #starts = new Int32Array(FIRST_SLOTS);
  #bytes = new Uint8Array(FIRST_BYTES);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** The number of these bytes, whose hash is known; 0 when they were not met. */
  find(bytes: Uint8Array, from: number, to: number, hash: number): number {
    return this.#slots[this.#slotOf(bytes, from, to, hash)] ?? 0;
  }

  /** The number of these bytes, whose hash is known. Never 0. */
  number(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const slot = this.#slotOf(bytes, from, to, hash);
    return this.#slots[slot] || this.#add(bytes, from, to, hash, slot);
  }

  /** Where the number of these bytes stands, or would. */
  #slotOf(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const number = this.#slots[slot] ?? 0;
      if (number === 0 || (this.#hashes[number] === hash && this.#isSame(number, bytes, from, to))) return slot;
      slot = (slot + 1) & mask;
    }
  }

  /** The bytes of a text, good until the next one is added. */
  bytes(number: number): Uint8Array {
    return this.#bytes.subarray(this.#starts[number], this.#starts[number + 1]);
  }

  #isSame(number: number, bytes: Uint8Array, from: number, to: number): boolean {
    let at = this.#starts[number] ?? 0;
    if ((this.#starts[number + 1] ?? 0) - at !== to - from) return false;
    for (let other = from; other < to; other++) if (this.#bytes[at++] !== bytes[other]) return false;
    return true;
  }

  #add(bytes: Uint8Array, from: number, to: number, hash: number, slot: number): number {
    this.#count += 1;
    const number = this.#count;
    if (number + 2 > this.#starts.length) this.#growTexts();
    const start = this.#starts[number] ?? 0;
    const end = start + to - from;
    while (end > this.#bytes.length) this.#bytes = grown(this.#bytes, new Uint8Array(this.#bytes.length * 2));
    this.#bytes.set(bytes.subarray(from, to), start);
    this.#starts[number + 1] = end;
    this.#hashes[number] = hash;
    this.#slots[slot] = number;
    if (number * 2 > this.#slots.length) this.#growSlots();
    return number;
  }

  #growTexts(): void {
    this.#starts = grown(this.#starts, new Int32Array(this.#starts.length * 2));
    this.#hashes = grown(this.#hashes, new Int32Array(this.#hashes.length * 2));
  }

  #growSlots(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 1; number <= this.#count; number++) {
      const hash = this.#hashes[number] ?? 0;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number;
    }
    this.#slots = slots;
  }
}

function grown<Numbers extends Int32Array | Uint8Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}
