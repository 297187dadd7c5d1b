const DIGIT_BITS = 16;
const DIGITS = 2 ** DIGIT_BITS;
/** Filled anew for every digit. */
const COUNTS = new Int32Array(DIGITS + 1);

/** Sorts places by 32-bit keys, the first of `keys` being the least significant. Places with equal keys keep their order. */
export function sortByKeys(places: Int32Array, keys: readonly (Uint32Array | Int32Array)[]): Int32Array {
  const counts = COUNTS;
  let sorted = places;
  let spare: Int32Array = new Int32Array(places.length);
  for (const key of keys) {
    for (const shift of [0, DIGIT_BITS]) {
      if (!countDigits(sorted, key, shift, counts)) continue;
      scatter(sorted, spare, key, { shift, counts });
      [sorted, spare] = [spare, sorted];
    }
  }
  return sorted;
}

/** Leaves in `counts` how many places have a digit below each; false when all have the same digit. */
function countDigits(places: Int32Array, key: Uint32Array | Int32Array, shift: number, counts: Int32Array): boolean {
  counts.fill(0);
  let digit = 0;
  for (let at = 0; at < places.length; at++) {
    digit = ((key[places[at] ?? 0] ?? 0) >>> shift) & (DIGITS - 1);
    counts[digit + 1] = (counts[digit + 1] ?? 0) + 1;
  }
  if (places.length === 0 || counts[digit + 1] === places.length) return false;
  for (let at = 1; at <= DIGITS; at++) counts[at] = (counts[at] ?? 0) + (counts[at - 1] ?? 0);
  return true;
}

function scatter(
  from: Int32Array,
  to: Int32Array,
  key: Uint32Array | Int32Array,
  { shift, counts }: { readonly shift: number; readonly counts: Int32Array },
): void {
  for (let at = 0; at < from.length; at++) {
    const place = from[at] ?? 0;
    const digit = ((key[place] ?? 0) >>> shift) & (DIGITS - 1);
    const target = counts[digit] ?? 0;
    counts[digit] = target + 1;
    to[target] = place;
  }
}
