import type { CaseDatabase } from '../database.js';
import { type ColumnSelection, columnPages } from './column-pages.js';

/** Before every time: when an event that tells no time happened. */
const UNKNOWN_TIME = Number.NEGATIVE_INFINITY;

/** The last exit that was told of each image, by the image's row. */
export class Exits {
  /** Row of the event; 0 where none tells of an exit. */
  readonly event: Int32Array;
  readonly #us: Float64Array;
  readonly #ns: Int32Array;

  constructor(highest: number) {
    this.event = new Int32Array(highest + 1);
    this.#us = new Float64Array(highest + 1).fill(UNKNOWN_TIME);
    this.#ns = new Int32Array(highest + 1);
  }

  see(image: number, event: number, us: number | null, ns: number): void {
    if (!this.#isBefore(image, us ?? UNKNOWN_TIME, ns, event)) return;
    this.event[image] = event;
    this.#us[image] = us ?? UNKNOWN_TIME;
    this.#ns[image] = ns;
  }

  /** The image of these that ended last; 0 when no exit of theirs is told. */
  lastOf(images: Iterable<number>): number {
    let last = 0;
    for (const image of images) if (this.#isBefore(last, this.#us[image] ?? 0, this.#ns[image] ?? 0, this.event[image] ?? 0)) last = image;
    return last;
  }

  /** NaN where no time is told. */
  usOf(image: number): number {
    const us = this.#us[image] ?? UNKNOWN_TIME;
    return us === UNKNOWN_TIME ? Number.NaN : us;
  }

  #isBefore(image: number, us: number, ns: number, event: number): boolean {
    const knownUs = this.#us[image] ?? UNKNOWN_TIME;
    if (knownUs !== us) return knownUs < us;
    const knownNs = this.#ns[image] ?? 0;
    return knownNs === ns ? (this.event[image] ?? 0) < event : knownNs < ns;
  }
}

interface ExitPage {
  readonly image: readonly number[];
  readonly event: readonly number[];
  readonly us: readonly (number | null)[];
  readonly ns: readonly number[];
}

const EXITS: ColumnSelection<ExitPage> = {
  table: 'exit_fact',
  key: 'event',
  columns: { image: 'image', event: 'event', us: 'time_us', ns: 'time_ns' },
};

/** Reads every exit of the case. */
export function readExits(database: CaseDatabase, highest: number): Exits {
  const exits = new Exits(highest);
  for (const { image, event, us, ns } of columnPages(database, EXITS)) {
    for (let at = 0; at < image.length; at++) exits.see(image[at] ?? 0, event[at] ?? 0, us[at] ?? null, ns[at] ?? 0);
  }
  return exits;
}
