import type { KnownFrom } from '../../model/process.js';

/** As stored: how a process is known is its place in the list. */
const KNOWN_FROM: readonly KnownFrom[] = ['inferred', 'exec', 'fork', 'procfs'];

/** What is true of a process, one bit each; the lowest two say how it is known, as a place in `KNOWN_FROM`. */
export const TRAITS = {
  knownFrom: 3,
  /** Some source told its place in the init tree; which one, if so. */
  initTreeIsTold: 1 << 2,
  isInInitTree: 1 << 3,
  mayBeProbe: 1 << 4,
  /** It has pid 1 in its container. */
  isFirstInContainer: 1 << 5,
  hasPid: 1 << 6,
  isOfAudit: 1 << 7,
  /** All that tell of it are reports of Chalk. */
  isReporter: 1 << 8,
  /** No source told of it at all: a child's parent id is all there is. */
  isNamedByPid: 1 << 9,
  isStartEstimated: 1 << 10,
  isContainerInferred: 1 << 11,
  isMain: 1 << 12,
  isLate: 1 << 13,
} as const;

/** As stored in traits: place of how a process is known. */
export function knownFromTrait(knownFrom: KnownFrom): number {
  return KNOWN_FROM.indexOf(knownFrom);
}

/** A process before its links are known, in numbers. Absent numbers are 0, absent times NaN. */
export interface SeenProcess {
  /** The newest image, which tells most of what is shown. */
  readonly image: number;
  /** The copy that alone tells all of it; 0 where its row was gathered from several. */
  readonly copy: number;
  readonly parentImage: number;
  readonly place: number;
  readonly bootUs: number;
  readonly startUs: number;
  readonly imageStartUs: number;
  readonly traits: number;
}

/**
 * Every process of a case in numbers, by row: what linking works out from all at once. About 70 bytes each, whatever their command lines.
 * Absent numbers are 0, absent times NaN.
 */
export class ProcessColumns {
  count = 0;
  readonly image: Int32Array;
  readonly copy: Int32Array;
  readonly parentImage: Int32Array;
  readonly parent: Int32Array;
  readonly children: Int32Array;
  readonly place: Int32Array;
  readonly container: Int32Array;
  /** Row of the event that told its end. */
  readonly exit: Int32Array;
  readonly exitUs: Float64Array;
  readonly bootUs: Float64Array;
  readonly startUs: Float64Array;
  readonly imageStartUs: Float64Array;
  readonly traits: Uint16Array;

  /** Room for so many processes: a case has no more than images. */
  constructor(room: number) {
    const numbers = () => new Int32Array(room + 1);
    const times = () => new Float64Array(room + 1).fill(Number.NaN);
    this.image = numbers();
    this.copy = numbers();
    this.parentImage = numbers();
    this.parent = numbers();
    this.children = numbers();
    this.place = numbers();
    this.container = numbers();
    this.exit = numbers();
    this.exitUs = times();
    this.bootUs = times();
    this.startUs = times();
    this.imageStartUs = times();
    this.traits = new Uint16Array(room + 1);
  }

  /** Adds a process; its row is its place in the order of adding. */
  add(process: SeenProcess): number {
    this.count += 1;
    const id = this.count;
    this.image[id] = process.image;
    this.copy[id] = process.copy;
    this.parentImage[id] = process.parentImage;
    this.place[id] = process.place;
    this.bootUs[id] = process.bootUs;
    this.startUs[id] = process.startUs;
    this.imageStartUs[id] = process.imageStartUs;
    this.traits[id] = process.traits;
    return id;
  }

  has(id: number, trait: number): boolean {
    return ((this.traits[id] ?? 0) & trait) !== 0;
  }

  mark(id: number, trait: number): void {
    this.traits[id] = (this.traits[id] ?? 0) | trait;
  }

  knownFrom(id: number): KnownFrom {
    return KNOWN_FROM[(this.traits[id] ?? 0) & TRAITS.knownFrom] ?? 'inferred';
  }
}
