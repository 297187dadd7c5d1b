import { SLOT_COUNT } from './assembly/slots.js';
import type { ScannerExports } from './scanner.js';

/** What the scanner read of an object, by slot. */
export class SlotValues {
  readonly #scanner: ScannerExports;
  readonly #values: Float64Array;
  readonly #rests: Float64Array;
  readonly #turns: Int32Array;

  constructor(scanner: ScannerExports) {
    const { buffer } = scanner.memory;
    this.#scanner = scanner;
    this.#values = new Float64Array(buffer, scanner.valuesAt(), SLOT_COUNT);
    this.#rests = new Float64Array(buffer, scanner.restsAt(), SLOT_COUNT);
    this.#turns = new Int32Array(buffer, scanner.turnsAt(), SLOT_COUNT);
  }

  /** True when the object that was read last has a value for this slot. */
  isTold(slot: number): boolean {
    return this.#turns[slot] === this.#scanner.turnOfObject();
  }

  /** The value in a slot that is told. Of a time the microseconds, of a count the place where it begins. */
  value(slot: number): number {
    return this.#values[slot] ?? 0;
  }

  /** What is beside it. Of a time the nanoseconds below, of a count the place where it ends. */
  rest(slot: number): number {
    return this.#rests[slot] ?? 0;
  }
}
