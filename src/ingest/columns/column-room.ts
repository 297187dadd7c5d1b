/** Makes columns of so many rows. */
export interface ColumnRoom {
  int32(rows: number): Int32Array;
  uint32(rows: number): Uint32Array;
  uint16(rows: number): Uint16Array;
  uint8(rows: number): Uint8Array;
  float64(rows: number): Float64Array;
}

/** Columns that stand in one buffer already, each at the next of these places. */
export class PlacedColumns implements ColumnRoom {
  readonly #buffer: ArrayBuffer;
  readonly #places: Uint32Array;
  #next = 0;

  constructor(buffer: ArrayBuffer, places: Uint32Array) {
    this.#buffer = buffer;
    this.#places = places;
  }

  int32(rows: number): Int32Array {
    return new Int32Array(this.#buffer, this.#place(), rows);
  }

  uint32(rows: number): Uint32Array {
    return new Uint32Array(this.#buffer, this.#place(), rows);
  }

  uint16(rows: number): Uint16Array {
    return new Uint16Array(this.#buffer, this.#place(), rows);
  }

  uint8(rows: number): Uint8Array {
    return new Uint8Array(this.#buffer, this.#place(), rows);
  }

  float64(rows: number): Float64Array {
    return new Float64Array(this.#buffer, this.#place(), rows);
  }

  #place(): number {
    const place = this.#places[this.#next++];
    if (place === undefined) throw new Error('there are more columns than places');
    return place;
  }
}

/** Where any column may begin. */
const ALIGNED_BYTES = 8;

/** Columns behind each other in one buffer, which holds what stood there before: they are handed over, and given back, as one. */
export class OneBuffer implements ColumnRoom {
  readonly #buffer: ArrayBuffer;
  #end = 0;

  constructor(buffer: ArrayBuffer) {
    this.#buffer = buffer;
  }

  int32(rows: number): Int32Array {
    return new Int32Array(this.#buffer, this.#place(rows * Int32Array.BYTES_PER_ELEMENT), rows);
  }

  uint32(rows: number): Uint32Array {
    return new Uint32Array(this.#buffer, this.#place(rows * Uint32Array.BYTES_PER_ELEMENT), rows);
  }

  uint16(rows: number): Uint16Array {
    return new Uint16Array(this.#buffer, this.#place(rows * Uint16Array.BYTES_PER_ELEMENT), rows);
  }

  uint8(rows: number): Uint8Array {
    return new Uint8Array(this.#buffer, this.#place(rows), rows);
  }

  float64(rows: number): Float64Array {
    return new Float64Array(this.#buffer, this.#place(rows * Float64Array.BYTES_PER_ELEMENT), rows);
  }

  #place(bytes: number): number {
    const start = this.#end;
    this.#end += roundedUp(bytes);
    return start;
  }
}

/** The bytes that columns of this many bytes a row, one after the other, take up in one buffer at most. */
export function bytesForColumns(bytesPerRow: readonly number[], rows: number): number {
  return bytesPerRow.reduce((sum, bytes) => sum + roundedUp(bytes * rows), 0);
}

function roundedUp(bytes: number): number {
  return Math.ceil(bytes / ALIGNED_BYTES) * ALIGNED_BYTES;
}
