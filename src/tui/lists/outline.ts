import { keptFor } from '../kept.js';
import type { ListRows } from './list-rows.js';

/** A group of rows that follow each other. */
export interface OutlineGroup {
  /** Outlives a new reading, and is no item's name. */
  readonly name: string;
  readonly count: number;
}

/** Where an item stands: its group, and its place within it. Without groups the group is 0. */
export interface ItemPlace {
  readonly group: number;
  readonly within: number;
}

/** What the items are called. */
export interface ItemNames {
  nameAt(place: ItemPlace): string | undefined;
  placeOf(name: string): ItemPlace | undefined;
}

/** What stands on a row. */
export type OutlineRow = { readonly kind: 'group'; readonly group: number } | ({ readonly kind: 'item' } & ItemPlace);

/** Groups with the items of the open ones below them, as rows. */
export interface Outline extends ListRows {
  rowAt(place: number): OutlineRow | undefined;
}

/** Items without groups. */
export function plainOutline(length: number, names: ItemNames): Outline {
  return {
    length,
    rowAt: (within) => (within >= 0 && within < length ? { kind: 'item', group: 0, within } : undefined),
    nameAt: (within) => names.nameAt({ group: 0, within }),
    placeOf: (name) => names.placeOf(name)?.within ?? -1,
  };
}

/** No rows. */
export const EMPTY_OUTLINE: Outline = plainOutline(0, { nameAt: () => undefined, placeOf: () => undefined });

/** The rows of groups of which those named in `open` show their items. The cost is one pass over the groups, whatever they hold. */
export function outlineOf(groups: readonly OutlineGroup[], open: ReadonlySet<string>, names: ItemNames): Outline {
  const rowOf = new Int32Array(groups.length + 1);
  for (const [place, { name, count }] of groups.entries()) rowOf[place + 1] = at(rowOf, place) + 1 + (open.has(name) ? count : 0);
  const length = at(rowOf, groups.length);
  const rowAt = (row: number): OutlineRow | undefined => {
    if (row < 0 || row >= length) return undefined;
    const group = lastNotAfter(rowOf, row, groups.length);
    const within = row - at(rowOf, group) - 1;
    return within < 0 ? { kind: 'group', group } : { kind: 'item', group, within };
  };
  return {
    length,
    rowAt,
    nameAt: (place) => {
      const row = rowAt(place);
      return row?.kind === 'item' ? names.nameAt(row) : groups[row?.group ?? -1]?.name;
    },
    placeOf: (name) => {
      const group = placesOf(groups).get(name);
      if (group !== undefined) return at(rowOf, group);
      const item = names.placeOf(name);
      if (item === undefined) return -1;
      // What a closed group holds is found at the group.
      return at(rowOf, item.group) + (open.has(groups[item.group]?.name ?? '') ? 1 + item.within : 0);
    },
  };
}

/** Where each group stands by its name: asked for several times a key, and a case may have tens of thousands of groups. */
const placesOf = keptFor((groups: readonly OutlineGroup[]): ReadonlyMap<string, number> => {
  const places = new Map<string, number>();
  for (const [place, { name }] of groups.entries()) if (!places.has(name)) places.set(name, place);
  return places;
});

/** The last of `length` ascending values that is not after `value`. */
function lastNotAfter(values: Int32Array, value: number, length: number): number {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (at(values, middle) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

function at(column: Int32Array, place: number): number {
  return column[place] ?? 0;
}
