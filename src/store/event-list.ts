const BITS = 7;
const MORE = 2 ** BITS;
const LARGEST_NUMBER_BYTES = 5;
/** Most lists are short. */
const LENGTHS_KNOWN = 64;

/**
 * Rows of events as bytes: how far each is from the one before, in as few bytes as hold it. Keeps their order. The bytes are good until the
 * next call: what asks for very many must not make a buffer for each.
 */
export class EventPacker {
  #bytes = Buffer.alloc(256);
  /** The first so many of these bytes, by how many. */
  #beginnings: Buffer[] = [];

  pack(events: readonly { readonly event: number }[]): Buffer {
    if (this.#bytes.length < events.length * LARGEST_NUMBER_BYTES) {
      this.#bytes = Buffer.alloc(events.length * LARGEST_NUMBER_BYTES * 2);
      this.#beginnings = [];
    }
    let length = 0;
    let before = 0;
    for (const { event } of events) {
      const step = event - before;
      before = event;
      // Steps back are odd numbers.
      let rest = step < 0 ? -step * 2 - 1 : step * 2;
      for (; rest >= MORE; rest = Math.floor(rest / MORE)) this.#bytes[length++] = (rest % MORE) + MORE;
      this.#bytes[length++] = rest;
    }
    return this.#beginning(length);
  }

  #beginning(length: number): Buffer {
    if (length >= LENGTHS_KNOWN) return this.#bytes.subarray(0, length);
    while (this.#beginnings.length <= length) this.#beginnings.push(this.#bytes.subarray(0, this.#beginnings.length));
    return this.#beginnings[length] ?? this.#bytes.subarray(0, length);
  }
}

/** The first rows of events, `most` at most, of a list that was packed. */
export function unpackEvents(bytes: Uint8Array, most: number): readonly number[] {
  const events: number[] = [];
  let event = 0;
  for (let at = 0; at < bytes.length && events.length < most; ) {
    let number = 0;
    let unit = 1;
    for (; (bytes[at] ?? 0) >= MORE; at++, unit *= MORE) number += ((bytes[at] ?? 0) - MORE) * unit;
    number += (bytes[at++] ?? 0) * unit;
    event += number % 2 === 1 ? -(number + 1) / 2 : number / 2;
    events.push(event);
  }
  return events;
}
