import { sortByKeys } from './sorted-places.js';

const WORD = 2 ** 32;

/** Rows in order of a time of theirs, those without it first, else as they were. */
export function byTime(rows: Int32Array, us: Float64Array): Int32Array {
  let first = Number.POSITIVE_INFINITY;
  for (const row of rows) first = Math.min(first, us[row] || first);
  const low = new Uint32Array(rows.length);
  const high = new Uint32Array(rows.length);
  const places = new Int32Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    const told = us[rows[at] ?? 0] ?? Number.NaN;
    const after = Number.isNaN(told) ? 0 : told - first + 1;
    low[at] = after % WORD;
    high[at] = Math.floor(after / WORD);
    places[at] = at;
  }
  return sortByKeys(places, [low, high]).map((at) => rows[at] ?? 0);
}
