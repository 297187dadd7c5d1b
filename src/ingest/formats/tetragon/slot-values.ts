import { SLOT_COUNT } from './assembly/slots.js';
import type { ScannerExports } from './scanner.js';

/** What the scanner read of an object, by slot. */
export class SlotValues {
  readonly #scanner: ScannerExports;
  readonly #values: Float64Array;
  readonly #rests: Float64Array;
  readonly #turns: Int32Array;
  #turn = 0;

  constructor(scanner: ScannerExports) {
    const { buffer } = scanner.memory;
    this.#scanner = scanner;
    this.#values = new Float64Array(buffer, scanner.valuesAt(), SLOT_COUNT);
    this.#rests = new Float64Array(buffer, scanner.restsAt(), SLOT_COUNT);
    this.#turns = new Int32Array(buffer, scanner.turnsAt(), SLOT_COUNT);
  }

  /** To be called when an object was read: what follows is about that one. */
  look(): void {
    this.#turn = this.#scanner.turnOfObject();
  }

  /** True when the object has a value for this slot. */
  isTold(slot: number): boolean {
    return this.#turns[slot] === this.#turn;
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
