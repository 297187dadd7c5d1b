const FIRST_GROUPS = 1024;
/** Slots for each group that there is room for: half of them and more stay free. */
const SLOTS = 4;

/** Groups of rows that have the same numbers in as many columns, by place from 0. A text or an object for a key would cost more than the rest. */
export class NumberGroups {
  readonly #width: number;
  #keys: Float64Array;
  /** Places from 1, 0 for a free slot. */
  #slots = new Int32Array(FIRST_GROUPS * SLOTS);
  #count = 0;

  constructor(width: number) {
    this.#width = width;
    this.#keys = new Float64Array(FIRST_GROUPS * width);
  }

  get count(): number {
    return this.#count;
  }

  /** Place of the group with these whole numbers, a new one when there is none. The key may be used again. */
  placeOf(key: Float64Array): number {
    const mask = this.#slots.length - 1;
    for (let slot = hashed(key) & mask; ; slot = (slot + 1) & mask) {
      const place = (this.#slots[slot] ?? 0) - 1;
      if (place < 0) return this.#added(slot, key);
      if (this.#isAt(place, key)) return place;
    }
  }

  /** A group's number in a column. */
  number(place: number, column: number): number {
    return this.#keys[place * this.#width + column] ?? 0;
  }

  #isAt(place: number, key: Float64Array): boolean {
    for (let column = 0; column < this.#width; column++) if (this.number(place, column) !== key[column]) return false;
    return true;
  }

  #added(slot: number, key: Float64Array): number {
    this.#slots[slot] = this.#count + 1;
    this.#keys.set(key, this.#count * this.#width);
    this.#count++;
    if (this.#count * SLOTS >= this.#slots.length) this.#grow();
    return this.#count - 1;
  }

  #grow(): void {
    const keys = new Float64Array(this.#keys.length * 2);
    keys.set(this.#keys);
    this.#keys = keys;
    this.#slots = new Int32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let place = 0; place < this.#count; place++) {
      let slot = hashed(keys.subarray(place * this.#width, (place + 1) * this.#width)) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = place + 1;
    }
  }
}

/** *Source:* the multiplier and shifts of MurmurHash3's 32-bit finalizer (Austin Appleby, public domain). */
function hashed(key: Float64Array): number {
  let hash = 0;
  for (let at = 0; at < key.length; at++) {
    hash = Math.imul(hash ^ (key[at] ?? 0), 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  return hash ^ (hash >>> 16);
}
