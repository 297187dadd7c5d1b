import type { Texts } from '../../model/link/texts.js';
import type { CaseDatabase } from '../database.js';
import { textsIn } from '../read/rows.js';

/** Texts of facts, which are rows of `term`, as the numbers that linking gives them. */
export class TermNumbers {
  readonly #texts: Texts;
  readonly #find;
  readonly #numbers = new Map<number, number>();
  readonly #lists = new Map<number, readonly number[]>();

  constructor(database: CaseDatabase, texts: Texts) {
    this.#texts = texts;
    this.#find = database.prepare<[number], string>('select text from term where id = ?').pluck();
  }

  /** Puts numbers into the place of the first rows. */
  translate(terms: Int32Array, count: number): void {
    for (let at = 0; at < count; at++) {
      const term = terms[at] ?? 0;
      if (term !== 0) terms[at] = this.#numbers.get(term) ?? this.#number(term);
    }
  }

  /** Numbers of the texts in a list. */
  list(term: number): readonly number[] {
    const known = this.#lists.get(term);
    if (known !== undefined) return known;
    const numbers = textsIn(this.#find.get(term) ?? null).map((text) => this.#texts.of(text));
    this.#lists.set(term, numbers);
    return numbers;
  }

  #number(term: number): number {
    const number = this.#texts.of(this.#find.get(term));
    this.#numbers.set(term, number);
    return number;
  }
}
