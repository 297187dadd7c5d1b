/** An array of numbers with a number for each row. */
export type Column = Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array;

/** The columns themselves when they have the row, else larger ones that begin with what these hold. */
export function withRoom<Columns extends Readonly<Record<string, Column>>>(
  columns: Columns,
  row: number,
  make: (capacity: number) => Columns,
): Columns {
  const before = Object.values(columns);
  const capacity = before[0]?.length ?? 0;
  if (row < capacity) return columns;
  const larger = make(Math.max(row + 1, capacity * 2));
  for (const [at, column] of Object.values(larger).entries()) column.set(before[at] ?? []);
  return larger;
}
