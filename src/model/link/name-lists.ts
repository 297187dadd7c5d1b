import type { NameOrigin } from '../connection.js';
import { withRoom } from './columns.js';

/** A name of a remote end, its texts as numbers. */
export interface NumberedName {
  readonly name: number;
  readonly from: NameOrigin;
  /** Not a number where no time was told. */
  readonly us: number;
  /** 0 for none. */
  readonly event: number;
  readonly note: number;
}

/** As columns hold them: by place in this list. */
export const NAME_ORIGINS = ['event', 'dns', 'flow', 'derived'] as const satisfies readonly NameOrigin[];
const FIRST_CAPACITY = 64;

function nameColumns(capacity: number) {
  return {
    name: new Int32Array(capacity),
    from: new Uint8Array(capacity),
    us: new Float64Array(capacity),
    event: new Int32Array(capacity),
    note: new Int32Array(capacity),
    next: new Int32Array(capacity),
  };
}

/** Short lists of names for very many rows, each known by the place of its first name; 0 is the empty list. */
export class NameLists {
  #columns = nameColumns(FIRST_CAPACITY);
  #last = 0;

  /** The list with one more name, unless it has that one. A list belongs to one row alone. */
  with(list: number, told: NumberedName): number {
    const { name, next } = this.#columns;
    let end = 0;
    for (let at = list; at !== 0; at = next[at] ?? 0) {
      if (name[at] === told.name) return list;
      end = at;
    }
    const added = this.#add(told);
    if (end === 0) return added;
    this.#columns.next[end] = added;
    return list;
  }

  /** The list with more names, as one `with` after the other, in one pass: a proxy may be asked for very many hosts. */
  withAll(list: number, told: readonly NumberedName[]): number {
    const known = new Set<number>();
    let end = 0;
    for (let at = list; at !== 0; at = this.#columns.next[at] ?? 0) {
      known.add(this.#columns.name[at] ?? 0);
      end = at;
    }
    let first = list;
    for (const one of told) {
      if (known.has(one.name)) continue;
      known.add(one.name);
      const added = this.#add(one);
      if (end === 0) first = added;
      else this.#columns.next[end] = added;
      end = added;
    }
    return first;
  }

  /** True when the list is this one name. */
  isOnly(list: number, name: number): boolean {
    return this.#columns.name[list] === name && this.#columns.next[list] === 0;
  }

  /** Number of the text of a list's first name, 0 when it is empty. */
  firstOf(list: number): number {
    return this.#columns.name[list] ?? 0;
  }

  /** The names of a list, in the order they were told. */
  of(list: number): readonly NumberedName[] {
    const { name, from, us, event, note, next } = this.#columns;
    const names: NumberedName[] = [];
    for (let at = list; at !== 0; at = next[at] ?? 0) {
      names.push({
        name: name[at] ?? 0,
        from: NAME_ORIGINS[from[at] ?? 0] ?? 'event',
        us: us[at] ?? Number.NaN,
        event: event[at] ?? 0,
        note: note[at] ?? 0,
      });
    }
    return names;
  }

  #add({ name, from, us, event, note }: NumberedName): number {
    const at = ++this.#last;
    if (at >= this.#columns.name.length) this.#columns = withRoom(this.#columns, at, nameColumns);
    this.#columns.name[at] = name;
    this.#columns.from[at] = NAME_ORIGINS.indexOf(from);
    this.#columns.us[at] = us;
    this.#columns.event[at] = event;
    this.#columns.note[at] = note;
    return at;
  }
}
