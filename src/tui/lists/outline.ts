import type { ListRows } from './list-rows.js';

/** A group of items that follow each other. Groups are given in order, and no item is in none. */
export interface OutlineGroup {
  /** Outlives a new reading, and is no item's name. */
  readonly name: string;
  readonly count: number;
}

/** What the items are called. */
export interface ItemNames {
  nameAt(item: number): string | undefined;
  /** -1 when no item has this name. */
  itemOf(name: string): number;
}

/** What stands on a row: a group by its place among the groups, or an item by its place among all items. */
export type OutlineRow = { readonly kind: 'group'; readonly group: number } | { readonly kind: 'item'; readonly item: number };

/** Groups with the items of the open ones below them, as rows. */
export interface Outline extends ListRows {
  rowAt(place: number): OutlineRow | undefined;
}

/** The items without groups. */
export function plainOutline(length: number, names: ItemNames): Outline {
  return {
    length,
    rowAt: (item) => (item >= 0 && item < length ? { kind: 'item', item } : undefined),
    nameAt: (item) => names.nameAt(item),
    placeOf: (name) => names.itemOf(name),
  };
}

/** The rows of groups of which those named in `open` show their items. The cost is one pass over the groups, whatever they hold. */
export function outlineOf(groups: readonly OutlineGroup[], open: ReadonlySet<string>, names: ItemNames): Outline {
  const rowOf = new Int32Array(groups.length + 1);
  const firstItem = new Int32Array(groups.length + 1);
  for (const [place, { name, count }] of groups.entries()) {
    rowOf[place + 1] = at(rowOf, place) + 1 + (open.has(name) ? count : 0);
    firstItem[place + 1] = at(firstItem, place) + count;
  }
  const rowAt = (row: number): OutlineRow | undefined => {
    if (row < 0 || row >= at(rowOf, groups.length)) return undefined;
    const group = lastNotAfter(rowOf, row, groups.length);
    const within = row - at(rowOf, group) - 1;
    return within < 0 ? { kind: 'group', group } : { kind: 'item', item: at(firstItem, group) + within };
  };
  const placeOf = (name: string): number => {
    const group = groups.findIndex((one) => one.name === name);
    if (group >= 0) return at(rowOf, group);
    const item = names.itemOf(name);
    if (item < 0) return -1;
    const holder = lastNotAfter(firstItem, item, groups.length);
    // What a closed group holds is found at the group.
    return at(rowOf, holder) + (open.has(groups[holder]?.name ?? '') ? 1 + item - at(firstItem, holder) : 0);
  };
  return {
    length: at(rowOf, groups.length),
    rowAt,
    placeOf,
    nameAt: (place) => {
      const row = rowAt(place);
      return row?.kind === 'item' ? names.nameAt(row.item) : groups[row?.group ?? -1]?.name;
    },
  };
}

/** The last of `length` ascending values that is not after `value`; equal ones stand for empty groups, of which the last is right. */
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
