import { TIMELINE_KINDS, type TimelineKind } from '../../model/timeline.js';

/** The time of a moment that has none: later than all others. */
export const UNTIMED = Number.POSITIVE_INFINITY;

/**
 * Moments as columns. `whats`: kind and nanoseconds as `whatOf` puts them together. `refs`: the process, connection or event that is told
 * of. `processes`: who it happened to, 0 for nobody. `parts` count a process's images.
 */
export interface MomentColumns {
  readonly us: Float64Array;
  readonly whats: Uint16Array;
  readonly refs: Uint32Array;
  readonly processes: Uint32Array;
  readonly parts: Uint32Array;
}

/** More than there are kinds. */
export const KINDS = 32;

/** As stored: a kind is its place in the list. */
export function kindNumber(kind: TimelineKind): number {
  return TIMELINE_KINDS.indexOf(kind);
}

/** Nanoseconds below the microsecond and the number of a kind, as one number that sorts by both. */
export function whatOf(ns: number, kind: number): number {
  return ns * KINDS + kind;
}

/** Columns for so many moments, all 0. */
export function momentColumns(count: number): MomentColumns {
  return {
    us: new Float64Array(count),
    whats: new Uint16Array(count),
    refs: new Uint32Array(count),
    processes: new Uint32Array(count),
    parts: new Uint32Array(count),
  };
}

/** Takes moments in, in no order of time. */
export interface MomentSink {
  /** Adds a moment; `us` may be `UNTIMED`. */
  add(us: number, what: number, ref: number, process?: number, part?: number): void;
}

/** Moments that are gathered, in no order. Twenty-two bytes for each. */
export class GatheredMoments implements MomentSink {
  #columns = momentColumns(1024);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** All columns, of which the first `count` are told. */
  get columns(): MomentColumns {
    return this.#columns;
  }

  add(us: number, what: number, ref: number, process = 0, part = 0): void {
    if (this.#count === this.#columns.us.length) this.#grow();
    const place = this.#count++;
    const columns = this.#columns;
    columns.us[place] = us;
    columns.whats[place] = what;
    columns.refs[place] = ref;
    columns.processes[place] = process;
    columns.parts[place] = part;
  }

  /** Makes room for so many at once. */
  reserve(count: number): void {
    while (this.#columns.us.length < count) this.#grow();
  }

  /** Forgets all of them, and keeps the room. */
  clear(): void {
    this.#count = 0;
  }

  #grow(): void {
    const before = this.#columns;
    const grown = momentColumns(before.us.length * 2);
    grown.us.set(before.us);
    grown.whats.set(before.whats);
    grown.refs.set(before.refs);
    grown.processes.set(before.processes);
    grown.parts.set(before.parts);
    this.#columns = grown;
  }
}
