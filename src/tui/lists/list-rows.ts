/** The rows of a list as far as moving about in it needs them: how many there are, and a name for each that outlives a new reading. */
export interface ListRows {
  readonly length: number;
  nameAt(place: number): string | undefined;
  /** -1 when no row has this name. */
  placeOf(name: string): number;
}

/** Rows of these names. A look-up costs a pass over all of them: for lists of hundreds, or made once and kept. */
export function namedRows(names: readonly string[]): ListRows {
  return { length: names.length, nameAt: (place) => names[place], placeOf: (name) => names.indexOf(name) };
}

/** No rows. */
export const NO_ROWS: ListRows = namedRows([]);
