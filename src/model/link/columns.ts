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

/** Columns of equal length behind each other in one block of memory. */
export class ColumnBlock<Memory extends ArrayBufferLike = ArrayBuffer> {
  readonly #rows: number;
  readonly #length: number;
  readonly #memory: Memory;
  #end: number;

  /** In memory that has room for them behind its first `from` bytes, a multiple of eight. */
  constructor(length: number, memory: Memory, from = 0) {
    this.#length = length;
    this.#rows = alignedRows(length);
    this.#memory = memory;
    this.#end = from;
  }

  /** One of zeros. `bytes`: of a row, in all columns together. */
  static ofZeros(length: number, bytes: number): ColumnBlock {
    return new ColumnBlock(length, new ArrayBuffer(ColumnBlock.bytes(length, bytes)));
  }

  /** How much memory as many rows need. */
  static bytes(length: number, bytes: number): number {
    return alignedRows(length) * bytes;
  }

  int32(): Int32Array<Memory> {
    return new Int32Array(this.#memory, this.#place(Int32Array.BYTES_PER_ELEMENT), this.#length);
  }

  uint32(): Uint32Array<Memory> {
    return new Uint32Array(this.#memory, this.#place(Uint32Array.BYTES_PER_ELEMENT), this.#length);
  }

  uint16(): Uint16Array<Memory> {
    return new Uint16Array(this.#memory, this.#place(Uint16Array.BYTES_PER_ELEMENT), this.#length);
  }

  uint8(): Uint8Array<Memory> {
    return new Uint8Array(this.#memory, this.#place(Uint8Array.BYTES_PER_ELEMENT), this.#length);
  }

  float64(): Float64Array<Memory> {
    return new Float64Array(this.#memory, this.#place(Float64Array.BYTES_PER_ELEMENT), this.#length);
  }

  #place(bytes: number): number {
    const start = this.#end;
    this.#end += bytes * this.#rows;
    return start;
  }
}

function alignedRows(length: number): number {
  return Math.ceil(length / ALIGNED_ROWS) * ALIGNED_ROWS;
}
