/** Base64 characters that terminals are known to take in one clipboard sequence. *Source:* xterm's limit, as k9s documents it. */
const MOST_BASE64 = 74_994;

/**
 * The sequence (OSC 52) that puts text on the terminal's clipboard, `undefined` when the text is too long for one. The text travels
 * as base64, so nothing in it can act on the terminal.
 */
export function clipboardSequence(text: string): string | undefined {
  const base64 = Buffer.from(text, 'utf8').toString('base64');
  return base64.length > MOST_BASE64 ? undefined : `\u001b]52;c;${base64}\u0007`;
}
