import { sortByKeys } from './sorted-places.js';

const WORD = 2 ** 32;

/** Rows in order of a time of theirs, those without it first, else as they were. */
export function byTime(rows: Int32Array, us: Float64Array): Int32Array {
  let first = Number.POSITIVE_INFINITY;
  for (const row of rows) first = Math.min(first, us[row] || first);
  const low = new Uint32Array(us.length);
  const high = new Uint32Array(us.length);
  for (const row of rows) {
    const told = us[row] ?? Number.NaN;
    const after = Number.isNaN(told) ? 0 : told - first + 1;
    low[row] = after % WORD;
    high[row] = Math.floor(after / WORD);
  }
  return sortByKeys(rows, [low, high]);
}
