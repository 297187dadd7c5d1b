const LONGEST = 32;
/** A power of two. */
const SLOTS = 1024;

/** Short texts that were made of bytes before, so that what most lines repeat is made once. Holds at most 1,024. */
export class KnownTexts {
  readonly #texts = new Array<string>(SLOTS).fill('');

  /** The text of these bytes, which are ASCII. */
  textOf(bytes: Buffer, start: number, end: number): string {
    if (end - start > LONGEST) return bytes.toString('latin1', start, end);
    let sum = end - start;
    for (let at = start; at < end; at++) sum = (Math.imul(sum, 31) + (bytes[at] ?? 0)) | 0;
    const slot = (sum ^ (sum >>> 10)) & (SLOTS - 1);
    const known = this.#texts[slot] ?? '';
    if (isTextOf(known, bytes, start, end)) return known;
    const text = bytes.toString('latin1', start, end);
    this.#texts[slot] = text;
    return text;
  }
}

function isTextOf(text: string, bytes: Buffer, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let at = start; at < end; at++) if (text.charCodeAt(at - start) !== bytes[at]) return false;
  return true;
}
