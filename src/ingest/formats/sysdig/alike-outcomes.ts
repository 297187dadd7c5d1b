import type { Outcome } from '../../format.js';

type Countable = Extract<Outcome, { readonly kind: 'part' | 'ignored' }>;

/** Counts outcomes that most lines share, by the objects that they are told with again and again. */
export class AlikeOutcomes {
  readonly #counts = new Map<Countable, number>();

  /** Counts what a line gave, if that is one outcome which is no record and needs no place. False for anything else. */
  add(told: readonly Outcome[]): boolean {
    const [only] = told;
    if (told.length !== 1 || only === undefined || (only.kind !== 'part' && only.kind !== 'ignored')) return false;
    this.#counts.set(only, (this.#counts.get(only) ?? 0) + 1);
    return true;
  }

  /** What was counted since the last call. */
  take(): readonly Outcome[] {
    const counted = [...this.#counts].map(([outcome, count]) => ({ ...outcome, count }));
    this.#counts.clear();
    return counted;
  }
}
