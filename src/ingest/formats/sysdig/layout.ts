const WORD_BYTES = 4;

/** The keys of an event in the order in which its line prints them. A capture has one such order, or one for each kind of its events. */
export class Layout {
  readonly size: number;
  /** Bytes from the end of one value to the begin of the next, by the key between them: `,"evt.dir":`. */
  readonly lengths: Int32Array;
  /** The same bytes four at a time, little-endian; the last four of each overlap those before. */
  readonly words: Int32Array;
  /** Index of each key's last word. */
  readonly lastWords: Int32Array;
  readonly #places: ReadonlyMap<string, number>;

  constructor(keys: readonly string[]) {
    const texts = keys.map((key, at) => Buffer.from(`${at === 0 ? '{' : ','}"${key}":`));
    const words = texts.map(wordsOf);
    this.size = keys.length;
    this.lengths = Int32Array.from(texts, ({ length }) => length);
    this.words = Int32Array.from(words.flat());
    let end = 0;
    this.lastWords = Int32Array.from(words, ({ length }) => {
      end += length;
      return end - 1;
    });
    this.#places = new Map(keys.map((key, at) => [key, at]));
  }

  /** Which of the values this key's is, from 0; -1 where lines have no such key. */
  placeOf(key: string): number {
    return this.#places.get(key) ?? -1;
  }
}

function wordsOf(text: Buffer): readonly number[] {
  const words: number[] = [];
  for (let at = 0; at + WORD_BYTES <= text.length; at += WORD_BYTES) words.push(text.readInt32LE(at));
  return [...words, text.readInt32LE(text.length - WORD_BYTES)];
}
