/** How text that came from a capture is made safe. `isAscii` also spells out everything outside ASCII. */
export interface PrintableOptions {
  readonly isAscii?: boolean;
}

/**
 * Code points that change what a terminal does or what a reader sees; both ends included, ascending.
 * *Source:* Unicode 17 `UnicodeData.txt` (categories Cc, Cf, Cs, Zl, Zp) and `DerivedCoreProperties.txt` (Default_Ignorable_Code_Point).
 */
const UNSAFE: readonly (readonly [from: number, to: number])[] = [
  [0x00, 0x1f], // C0 controls
  [0x7f, 0x9f], // delete, C1 controls
  [0xad, 0xad], // soft hyphen
  [0x34f, 0x34f], // combining grapheme joiner
  [0x61c, 0x61c], // Arabic letter mark: a bidi control
  [0x115f, 0x1160], // Hangul fillers
  [0x17b4, 0x17b5], // Khmer inherent vowels, never drawn
  [0x180b, 0x180f], // Mongolian variation selectors and vowel separator
  [0x200b, 0x200f], // zero-width space and joiners, direction marks
  [0x2028, 0x202e], // line and paragraph separators, bidi embeddings and overrides
  [0x2060, 0x206f], // word joiner, invisible operators, bidi isolates
  [0x3164, 0x3164], // Hangul filler
  [0xd800, 0xdfff], // a surrogate without its other half
  [0xfe00, 0xfe0f], // variation selectors
  [0xfeff, 0xfeff], // byte order mark
  [0xffa0, 0xffa0], // half-width Hangul filler
  [0xfff0, 0xfffb], // unassigned ignorables, interlinear annotation
  [0xfffe, 0xffff], // noncharacters
  [0x1bca0, 0x1bca3], // shorthand format controls
  [0x1d173, 0x1d17a], // musical format controls
  [0xe0000, 0xe0fff], // tags, more variation selectors
];

const PLAIN = /^[\x20-\x7e]*$/;

/**
 * Text that is safe to write to a terminal: one line, no control sequence, no invisible or direction-changing character.
 * Such characters are shown as `\x1b`, `\n` or `\u{202e}`, so nothing is hidden and nothing acts. Never throws.
 */
export function printable(text: string, options: PrintableOptions = {}): string {
  if (PLAIN.test(text)) return text;
  const isAscii = options.isAscii === true;
  let safe = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    safe += isUnsafe(code) || (isAscii && code > 0x7e) ? spelled(code) : character;
  }
  return safe;
}

function isUnsafe(code: number): boolean {
  for (const [from, to] of UNSAFE) {
    if (code < from) return false;
    if (code <= to) return true;
  }
  return false;
}

function spelled(code: number): string {
  if (code === 0x0a) return '\\n';
  if (code === 0x0d) return '\\r';
  if (code === 0x09) return '\\t';
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
