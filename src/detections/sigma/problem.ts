/** Where something stands in a rule file. Line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Something in a rule file that is not right. An error keeps the rule out; a warning is for its author. */
export interface SigmaProblem extends Place {
  readonly severity: 'error' | 'warning';
  readonly reason: string;
}

/** Gathers what is wrong with a file while it is read, so that one mistake does not hide the next. */
export class ProblemList {
  readonly #found: SigmaProblem[] = [];
  #errors = 0;

  error(place: Place, reason: string): void {
    this.#errors += 1;
    this.#found.push({ file: place.file, line: place.line, column: place.column, severity: 'error', reason });
  }

  warning(place: Place, reason: string): void {
    this.#found.push({ file: place.file, line: place.line, column: place.column, severity: 'warning', reason });
  }

  get errorCount(): number {
    return this.#errors;
  }

  get found(): readonly SigmaProblem[] {
    return this.#found;
  }
}
