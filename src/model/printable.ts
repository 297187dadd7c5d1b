/** How text that came from a capture is made safe. `ascii` also spells out everything outside ASCII. */
export interface PrintableOptions {
  readonly isAscii?: boolean;
}

// C0 and C1 controls, DEL, zero-width and bidi controls, line and paragraph separators, variation selectors, tags, interlinear
// and other format characters, lone surrogates and noncharacters: all of them change what a terminal does or what a reader sees.
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff]|[\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;
const NON_ASCII = /[^\x20-\x7e]/gu;
const PLAIN = /^[\x20-\x7e]*$/;

/**
 * Text that is safe to write to a terminal: one line, no control sequence, no invisible or direction-changing character.
 * Such characters are shown as `\x1b`, `\n` or `\u{202e}`, so nothing is hidden and nothing acts. Never throws.
 */
export function printable(text: string, options: PrintableOptions = {}): string {
  if (PLAIN.test(text)) return text;
  const safe = text.replace(UNSAFE, spelled);
  return options.isAscii === true ? safe.replace(NON_ASCII, spelled) : safe;
}

function spelled(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x0a) return '\\n';
  if (code === 0x0d) return '\\r';
  if (code === 0x09) return '\\t';
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
