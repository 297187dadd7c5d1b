import { withRoom } from './columns.js';

const FIRST_CAPACITY = 64;

function eventColumns(capacity: number) {
  return {
    event: new Int32Array(capacity),
    us: new Float64Array(capacity),
    ns: new Uint16Array(capacity),
    next: new Int32Array(capacity),
  };
}

/** Lists of events that grow at their end, for very many rows: three numbers an event, however they are spread. */
export class EventLists {
  #columns = eventColumns(FIRST_CAPACITY);
  #last = 0;

  /** Makes room for so many more events at once. */
  reserve(more: number): void {
    this.#columns = withRoom(this.#columns, this.#last + more, eventColumns);
  }

  /** Place of the event, which is added behind the one at `last`, or begins a list. `us` is not a number where no time was told. */
  add(last: number, event: number, us: number, ns: number): number {
    const at = ++this.#last;
    if (at >= this.#columns.event.length) this.#columns = withRoom(this.#columns, at, eventColumns);
    const columns = this.#columns;
    columns.event[at] = event;
    columns.us[at] = us;
    columns.ns[at] = ns;
    if (last !== 0) columns.next[last] = at;
    return at;
  }

  /** Puts the list that begins at `first` behind the one that ends at `last`. */
  join(last: number, first: number): void {
    this.#columns.next[last] = first;
  }

  /** Calls back with each event that is in the list now, in the order they were told. */
  forEach(first: number, visit: (event: number, us: number, ns: number) => void): void {
    const { event, us, ns, next } = this.#columns;
    for (let at = first; at !== 0; at = next[at] ?? 0) visit(event[at] ?? 0, us[at] ?? Number.NaN, ns[at] ?? 0);
  }

  /** Calls back with the events of a list in order of time, each once; those without a time first. */
  forEachInOrder(first: number, visit: (event: number, us: number, ns: number) => void): void {
    if (this.#isInOrder(first)) {
      this.forEach(first, visit);
      return;
    }
    const { event, us, ns } = this.#columns;
    for (const at of this.#sorted(first)) visit(event[at] ?? 0, us[at] ?? Number.NaN, ns[at] ?? 0);
  }

  /** Forgets all lists, and keeps the room. */
  clear(): void {
    this.#columns.next.fill(0, 0, this.#last + 1);
    this.#last = 0;
  }

  /** True for nearly all lists, as events are told one after the other. */
  #isInOrder(first: number): boolean {
    const { next } = this.#columns;
    for (let at = first, after = next[at] ?? 0; after !== 0; at = after, after = next[at] ?? 0)
      if (this.#compare(at, after) >= 0) return false;
    return true;
  }

  /** Places of the events of a list in order of time, each event once. */
  #sorted(first: number): readonly number[] {
    const { next } = this.#columns;
    const places: number[] = [];
    for (let at = first; at !== 0; at = next[at] ?? 0) places.push(at);
    places.sort((a, b) => this.#compare(a, b));
    return places.filter((at, place) => this.#columns.event[at] !== this.#columns.event[places[place - 1] ?? 0]);
  }

  #compare(a: number, b: number): number {
    return (
      compareTimes(this.#columns.us[a] ?? Number.NaN, this.#columns.us[b] ?? Number.NaN) ||
      (this.#columns.ns[a] ?? 0) - (this.#columns.ns[b] ?? 0) ||
      (this.#columns.event[a] ?? 0) - (this.#columns.event[b] ?? 0)
    );
  }
}

/** Below 0 when the first time is the earlier; what is no number, as no time was told, is before all. */
export function compareTimes(a: number, b: number): number {
  if (a === b) return 0;
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : -1;
  return Number.isNaN(b) ? 1 : a - b;
}
