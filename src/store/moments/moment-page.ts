import { PlaneColumn, PlaneWriter } from './byte-planes.js';
import { KINDS, type MomentColumns, UNTIMED } from './moment-columns.js';

/** Moments on each page but the last. */
export const MOMENTS_PER_PAGE = 2048;

const HEADER_BYTES = 4;

/**
 * Packs moments that stand in order of time, untimed ones last. Times are steps from one to the next, and refs and processes are told from
 * the least of their kind on: what happens together mostly has numbers near each other. Six to ten bytes for a moment.
 */
export class PagePacker {
  readonly #planes = new PlaneWriter();
  readonly #numbers = new Float64Array(MOMENTS_PER_PAGE);
  readonly #bases = new Float64Array(KINDS);

  /** The packed page of the first `count` moments, at most `MOMENTS_PER_PAGE`. */
  pack({ us, whats, refs, processes, parts }: MomentColumns, count: number): Uint8Array {
    const timed = timedOf(us, count);
    const numbers = this.#numbers;
    for (let at = 1; at < timed; at++) numbers[at] = (us[at] ?? 0) - (us[at - 1] ?? 0);
    numbers[0] = 0;
    this.#planes.add(numbers, timed);
    numbers.set(whats.subarray(0, count));
    this.#planes.add(numbers, count);
    this.#addFromLeast(refs, whats, count);
    this.#addFromLeast(processes, whats, count);
    numbers.set(parts.subarray(0, count));
    this.#planes.add(numbers, count);
    const planes = this.#planes.take();
    const page = new Uint8Array(HEADER_BYTES + planes.length);
    page.set([count % 256, count >>> 8, timed % 256, timed >>> 8]);
    page.set(planes, HEADER_BYTES);
    return page;
  }

  #addFromLeast(values: Uint32Array, whats: Uint16Array, count: number): void {
    const bases = this.#bases.fill(Number.POSITIVE_INFINITY);
    for (let at = 0; at < count; at++) {
      const kind = (whats[at] ?? 0) % KINDS;
      const value = values[at] ?? 0;
      if (value < (bases[kind] ?? 0)) bases[kind] = value;
    }
    for (let kind = 0; kind < KINDS; kind++) if (bases[kind] === Number.POSITIVE_INFINITY) bases[kind] = 0;
    this.#planes.add(bases, KINDS);
    for (let at = 0; at < count; at++) this.#numbers[at] = (values[at] ?? 0) - (bases[(whats[at] ?? 0) % KINDS] ?? 0);
    this.#planes.add(this.#numbers, count);
  }
}

/** How many of the first `count` have a time. */
function timedOf(us: Float64Array, count: number): number {
  let timed = count;
  while (timed > 0 && us[timed - 1] === UNTIMED) timed--;
  return timed;
}

/** A page of moments. A column is unpacked when it is asked for. */
export class MomentPage {
  readonly count: number;
  readonly #firstUs: number;
  readonly #timed: number;
  readonly #columns: Readonly<Record<'steps' | 'whats' | 'refBases' | 'refs' | 'processBases' | 'processes' | 'parts', PlaneColumn>>;
  #us: Float64Array | undefined;
  #whats: Uint16Array | undefined;
  #refs: Uint32Array | undefined;
  #processes: Uint32Array | undefined;
  #parts: Uint32Array | undefined;

  /** `firstUs`: of the first moment, which the packed page does not tell. */
  constructor(packed: Uint8Array, firstUs: number) {
    const [low = 0, high = 0, timedLow = 0, timedHigh = 0] = packed;
    const count = low + high * 256;
    this.count = count;
    this.#firstUs = firstUs;
    this.#timed = timedLow + timedHigh * 256;
    const steps = new PlaneColumn(packed, HEADER_BYTES, this.#timed);
    const whats = new PlaneColumn(packed, steps.end, count);
    const refBases = new PlaneColumn(packed, whats.end, KINDS);
    const refs = new PlaneColumn(packed, refBases.end, count);
    const processBases = new PlaneColumn(packed, refs.end, KINDS);
    const processes = new PlaneColumn(packed, processBases.end, count);
    const parts = new PlaneColumn(packed, processes.end, count);
    this.#columns = { steps, whats, refBases, refs, processBases, processes, parts };
  }

  /** Microseconds since the epoch; `UNTIMED` for the last ones where they have none. */
  get us(): Float64Array {
    if (this.#us === undefined) {
      const us = this.#columns.steps.into(new Float64Array(this.count));
      us[0] = this.#firstUs;
      for (let at = 1; at < this.#timed; at++) us[at] = (us[at - 1] ?? 0) + (us[at] ?? 0);
      this.#us = us.fill(UNTIMED, this.#timed);
    }
    return this.#us;
  }

  /** Kinds and nanoseconds, as `whatOf` puts them together. */
  get whats(): Uint16Array {
    this.#whats ??= this.#columns.whats.into(new Uint16Array(this.count));
    return this.#whats;
  }

  get refs(): Uint32Array {
    this.#refs ??= this.#fromLeast(this.#columns.refs, this.#columns.refBases);
    return this.#refs;
  }

  get processes(): Uint32Array {
    this.#processes ??= this.#fromLeast(this.#columns.processes, this.#columns.processBases);
    return this.#processes;
  }

  get parts(): Uint32Array {
    this.#parts ??= this.#columns.parts.into(new Uint32Array(this.count));
    return this.#parts;
  }

  #fromLeast(column: PlaneColumn, baseColumn: PlaneColumn): Uint32Array {
    const bases = baseColumn.into(new Uint32Array(KINDS));
    const values = column.into(new Uint32Array(this.count));
    const whats = this.whats;
    for (let at = 0; at < values.length; at++) values[at] = (values[at] ?? 0) + (bases[(whats[at] ?? 0) % KINDS] ?? 0);
    return values;
  }
}
