import type { CaseStore } from '../model/store.js';
import type { RecordHashes } from './batch-builder.js';

/** Tells records that another source of the case holds. */
export class DuplicateSieve {
  readonly #store: Pick<CaseStore, 'identitiesElsewhere' | 'storedSources'>;
  readonly #source: number;
  /** False while the case has no other source. */
  readonly mayHoldDuplicates: boolean;
  /** In ascending order; read when it is first asked for. */
  #elsewhere: Float64Array | undefined;
  readonly #equalSoFar = new Map<number, number>();

  constructor(store: Pick<CaseStore, 'identitiesElsewhere' | 'storedSources'>, source: number) {
    this.#store = store;
    this.#source = source;
    this.mayHoldDuplicates = store.storedSources().length > 1;
  }

  /** Equal records within one source are events of their own; against another source as many are duplicates as that one holds. */
  isHeldElsewhere({ hash, identity = hash }: RecordHashes): boolean {
    if (!this.mayHoldDuplicates) return false;
    this.#elsewhere ??= this.#store.identitiesElsewhere(this.#source);
    const elsewhere = countIn(this.#elsewhere, identity);
    if (elsewhere === 0) return false;
    const occurrence = (this.#equalSoFar.get(identity) ?? 0) + 1;
    this.#equalSoFar.set(identity, occurrence);
    return occurrence <= elsewhere;
  }

  /** Asks the store anew: other sources may have grown. */
  renew(): void {
    this.#elsewhere = undefined;
  }
}

function countIn(sorted: Float64Array, value: number): number {
  const first = firstFrom(sorted, value);
  if (sorted[first] !== value) return 0;
  let end = first + 1;
  while (sorted[end] === value) end += 1;
  return end - first;
}

/** Place of the first number that is not below this one. */
function firstFrom(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
