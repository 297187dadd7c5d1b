/** Width of stored numbers in bytes, 0 for one value throughout. Above 0x80: NaN is among them, stored as 0, and others are one higher. */
const HAS_NAN = 0x80;
const HEAD_BYTES = 9;
const EXACT = 8;

/** Columns of numbers behind each other, each as the difference to its least number in as few bytes as that needs. */
export class PackedNumbers {
  #bytes = Buffer.allocUnsafe(64 * 1024);
  #length = 0;

  /** Adds the first `count` of these numbers as a column: whole ones, or NaN. */
  add(values: ArrayLike<number>, count: number): void {
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    let hasNan = false;
    for (let at = 0; at < count; at++) {
      const value = values[at] ?? Number.NaN;
      if (value < least) least = value;
      if (value > most) most = value;
      if (Number.isNaN(value)) hasNan = true;
    }
    if (most < least) this.#head(0, Number.NaN);
    else if (most === least && !hasNan) this.#head(0, least);
    else this.#addWide(values, count, { least, range: most - least + Number(hasNan), hasNan });
  }

  /** All columns so far; the next one is the first again. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    return taken;
  }

  #addWide(
    values: ArrayLike<number>,
    count: number,
    { least, range, hasNan }: { readonly least: number; readonly range: number; readonly hasNan: boolean },
  ): void {
    const width = range < 2 ** 8 ? 1 : range < 2 ** 16 ? 2 : range < 2 ** 32 ? 4 : EXACT;
    if (width === EXACT) {
      this.#head(EXACT, 0);
      this.#reserve(count * EXACT);
      for (let at = 0; at < count; at++) this.#length = this.#bytes.writeDoubleLE(values[at] ?? Number.NaN, this.#length);
      return;
    }
    this.#head(width + (hasNan ? HAS_NAN : 0), least);
    this.#reserve(count * width);
    const base = hasNan ? least - 1 : least;
    const bytes = this.#bytes;
    let to = this.#length;
    for (let at = 0; at < count; at++) {
      const value = values[at] ?? Number.NaN;
      const stored = Number.isNaN(value) ? 0 : value - base;
      bytes[to++] = stored;
      if (width === 1) continue;
      bytes[to++] = stored >>> 8;
      if (width === 2) continue;
      bytes[to++] = stored >>> 16;
      bytes[to++] = stored >>> 24;
    }
    this.#length = to;
  }

  #head(width: number, base: number): void {
    this.#reserve(HEAD_BYTES);
    this.#bytes[this.#length++] = width;
    this.#length = this.#bytes.writeDoubleLE(base, this.#length);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const longer = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + more));
    this.#bytes.copy(longer, 0, 0, this.#length);
    this.#bytes = longer;
  }
}

/** Where each packed column of so many numbers begins, in order. */
export function columnStarts(packed: Buffer, count: number): readonly number[] {
  const starts: number[] = [];
  for (let at = 0; at < packed.length; ) {
    starts.push(at);
    at += HEAD_BYTES + count * ((packed[at] ?? 0) & ~HAS_NAN);
  }
  return starts;
}

/** Unpacks the column at `start` into a list, from its place `to` on. */
export function unpackInto(packed: Buffer, start: number, count: number, list: Float64Array | Int32Array, to = 0): void {
  const head = packed[start] ?? 0;
  const width = head & ~HAS_NAN;
  const least = packed.readDoubleLE(start + 1);
  if (width === 0) {
    list.fill(least, to, to + count);
    return;
  }
  let from = start + HEAD_BYTES;
  if (width === EXACT) {
    for (let at = 0; at < count; at++, from += EXACT) list[to + at] = packed.readDoubleLE(from);
    return;
  }
  const hasNan = (head & HAS_NAN) !== 0;
  const base = hasNan ? least - 1 : least;
  for (let at = 0; at < count; at++, from += width) {
    const stored = storedAt(packed, from, width);
    list[to + at] = hasNan && stored === 0 ? Number.NaN : base + stored;
  }
}

/** One number of the column at `start`. */
export function unpackOne(packed: Buffer, start: number, at: number): number {
  const head = packed[start] ?? 0;
  const width = head & ~HAS_NAN;
  const least = packed.readDoubleLE(start + 1);
  if (width === 0) return least;
  const from = start + HEAD_BYTES + at * width;
  if (width === EXACT) return packed.readDoubleLE(from);
  const stored = storedAt(packed, from, width);
  if ((head & HAS_NAN) === 0) return least + stored;
  return stored === 0 ? Number.NaN : least - 1 + stored;
}

function storedAt(packed: Buffer, from: number, width: number): number {
  const low = packed[from] ?? 0;
  if (width === 1) return low;
  const word = low | ((packed[from + 1] ?? 0) << 8);
  if (width === 2) return word;
  return (word | ((packed[from + 2] ?? 0) << 16) | ((packed[from + 3] ?? 0) << 24)) >>> 0;
}
