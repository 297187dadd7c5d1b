/** A place in a text, both counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What is wrong with a file that a person wrote, and where. A warning is said and changes nothing. */
export interface LabProblem extends Place {
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** Gathers problems while a file is read on: one look at a file tells all that is wrong with it. */
export class ProblemList {
  readonly #problems: LabProblem[] = [];

  error({ line, column }: Place, message: string): void {
    this.#problems.push({ line, column, severity: 'error', message });
  }

  warning({ line, column }: Place, message: string): void {
    this.#problems.push({ line, column, severity: 'warning', message });
  }

  /** In the order of the text. */
  get all(): readonly LabProblem[] {
    return [...this.#problems].sort((a, b) => a.line - b.line || a.column - b.column);
  }

  get hasErrors(): boolean {
    return this.#problems.some(({ severity }) => severity === 'error');
  }
}
