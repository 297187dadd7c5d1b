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

/** Where any column may begin. */
const ALIGNED_ROWS = 8;

/** Columns of equal length behind each other in one block of memory, each beginning with zeros. */
export class ColumnBlock {
  readonly #rows: number;
  readonly #length: number;
  readonly #buffer: ArrayBuffer;
  #end = 0;

  /** `bytes`: of a row, in all columns together. */
  constructor(length: number, bytes: number) {
    this.#length = length;
    this.#rows = Math.ceil(length / ALIGNED_ROWS) * ALIGNED_ROWS;
    this.#buffer = new ArrayBuffer(this.#rows * bytes);
  }

  int32(): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#buffer, this.#place(Int32Array.BYTES_PER_ELEMENT), this.#length);
  }

  uint16(): Uint16Array<ArrayBuffer> {
    return new Uint16Array(this.#buffer, this.#place(Uint16Array.BYTES_PER_ELEMENT), this.#length);
  }

  uint8(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#buffer, this.#place(Uint8Array.BYTES_PER_ELEMENT), this.#length);
  }

  float64(): Float64Array<ArrayBuffer> {
    return new Float64Array(this.#buffer, this.#place(Float64Array.BYTES_PER_ELEMENT), this.#length);
  }

  #place(bytes: number): number {
    const start = this.#end;
    this.#end += bytes * this.#rows;
    return start;
  }
}
