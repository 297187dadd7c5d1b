import type { PlacedBatch } from './parallel-reading.js';

/** A transaction costs each page that it touches once: most are touched by every batch. */
const MOST_TOGETHER = 16;

/** Batches that are kept together: few at first, since somebody may be waiting to see them. */
export class WaitingBatches {
  #waiting: PlacedBatch[] = [];
  #together = 1;

  add(batch: PlacedBatch): void {
    this.#waiting.push(batch);
  }

  /** True when they are worth a transaction. */
  get areEnough(): boolean {
    return this.#waiting.length >= this.#together;
  }

  take(): readonly PlacedBatch[] {
    const taken = this.#waiting;
    this.#waiting = [];
    this.#together = Math.min(this.#together * 2, MOST_TOGETHER);
    return taken;
  }
}
