import { folded, type TextTest } from './text-test.js';

/** Texts of rows, each distinct one kept once: what is asked of a text is asked once, however many rows have it. */
export class TextColumn {
  readonly #texts: readonly string[];
  readonly #codes: Int32Array;
  #asciiFolded: readonly string[] | undefined;

  /** The column of these values, row by row. */
  constructor(values: readonly (string | null)[]) {
    const texts: string[] = [];
    const known = new Map<string, number>();
    this.#codes = Int32Array.from(values, (value) => {
      if (value === null) return -1;
      const code = known.get(value);
      if (code !== undefined) return code;
      known.set(value, texts.length);
      return texts.push(value) - 1;
    });
    this.#texts = texts;
  }

  /** Says the rows whose text meets the test. */
  forEachThat(test: TextTest, say: (row: number) => void): void {
    const wanted = this.#textsThat(test);
    if (!wanted.includes(1)) return;
    const codes = this.#codes;
    for (let row = 0; row < codes.length; row++) if (wanted[codes[row] ?? -1] === 1) say(row);
  }

  /** 1 for each text that meets the test. What most patterns read is folded once and kept. */
  #textsThat({ folding, test }: TextTest): Uint8Array {
    if (folding === 'ascii') {
      this.#asciiFolded ??= this.#texts.map((text) => folded(text, 'ascii'));
      return Uint8Array.from(this.#asciiFolded, (text) => Number(test(text)));
    }
    return Uint8Array.from(this.#texts, (text) => Number(test(folded(text, folding))));
  }

  /** Does what the first question would wait for. */
  prepare(): void {
    this.#asciiFolded ??= this.#texts.map((text) => folded(text, 'ascii'));
  }
}
