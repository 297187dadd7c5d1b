import type { KnownIdentities } from '../model/known-identities.js';
import type { Batch, CaseStore } from '../model/store.js';
import type { RecordHashes } from './batch-builder.js';

/** Tells records that another source of the case holds. */
export class DuplicateSieve {
  readonly #store: Pick<CaseStore, 'identitiesElsewhere' | 'storedSources'>;
  readonly #source: number;
  /** False while the case has no other source. */
  readonly mayHoldDuplicates: boolean;
  /** Read when it is first asked for. */
  #elsewhere: KnownIdentities | undefined;
  readonly #equalSoFar = new Map<number, number>();

  constructor(store: Pick<CaseStore, 'identitiesElsewhere' | 'storedSources'>, source: number) {
    this.#store = store;
    this.#source = source;
    this.mayHoldDuplicates = store.storedSources().length > 1;
  }

  /** Equal records within one source are events of their own; against another source as many are duplicates as that one holds. */
  isHeldElsewhere({ hash, identity = hash }: RecordHashes): boolean {
    if (!this.mayHoldDuplicates) return false;
    const elsewhere = this.#known().countOf(identity);
    if (elsewhere === 0) return false;
    const occurrence = (this.#equalSoFar.get(identity) ?? 0) + 1;
    this.#equalSoFar.set(identity, occurrence);
    return occurrence <= elsewhere;
  }

  /** Whether another source holds a record equal to one of these. Which of them are duplicates is to be asked record by record. */
  isAnyHeldElsewhere({ records, columns }: Pick<Batch, 'records' | 'columns'>): boolean {
    if (!this.mayHoldDuplicates) return false;
    const known = this.#known();
    if (records.some(({ place: { hash, identity = hash } }) => known.countOf(identity) > 0)) return true;
    const { hash, count } = columns?.events ?? { hash: [], count: 0 };
    for (let row = 0; row < count; row++) if (known.countOf(hash[row] ?? 0) > 0) return true;
    return false;
  }

  /** Asks the store anew: other sources may have grown. */
  renew(): void {
    this.#elsewhere = undefined;
  }

  #known(): KnownIdentities {
    this.#elsewhere ??= this.#store.identitiesElsewhere(this.#source);
    return this.#elsewhere;
  }
}
