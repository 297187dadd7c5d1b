/** Adds a value to a sum; what was not told, which is no number, adds nothing, and a sum of nothing is none. */
export function addTold(sums: Float64Array, at: number, value: number): void {
  if (Number.isNaN(value)) return;
  const sum = sums[at] ?? Number.NaN;
  sums[at] = Number.isNaN(sum) ? value : sum + value;
}

/** Makes the number at a place no less than a value, if that was told. */
export function atLeast(values: Float64Array, at: number, value: number): void {
  if (!(value <= (values[at] ?? Number.NaN)) && !Number.isNaN(value)) values[at] = value;
}

/** Makes it no more than a value, if that was told. */
export function atMost(values: Float64Array, at: number, value: number): void {
  if (!(value >= (values[at] ?? Number.NaN)) && !Number.isNaN(value)) values[at] = value;
}
