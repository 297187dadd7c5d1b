/**
 * The circles that one runs into by going from row to parent, each as its rows. `parents[row]` is the row's parent, 0 for none; row 0 is
 * nobody. Never throws. Cost: each row is walked over twice, whatever the chains' length.
 */
export function circles(parents: Int32Array): readonly (readonly number[])[] {
  const found: number[][] = [];
  /** The walk that came by first; 0 while none did. */
  const walkOf = new Int32Array(parents.length);
  for (let start = 1; start < parents.length; start++) {
    let at = start;
    while (at !== 0 && walkOf[at] === 0) {
      walkOf[at] = start;
      at = parents[at] ?? 0;
    }
    if (at !== 0 && walkOf[at] === start) found.push(around(parents, at));
  }
  return found;
}

function around(parents: Int32Array, first: number): number[] {
  const rows = [first];
  for (let at = parents[first] ?? 0; at !== first; at = parents[at] ?? 0) rows.push(at);
  return rows;
}
