/** Bytes, one character of code 0–255 each: what `btoa` takes. */
export type ByteText = string;

/** The UTF-8 bytes of a text. */
export function utf8(text: string): ByteText {
  return bytesOf(new TextEncoder().encode(text));
}

/** The UTF-16 bytes of a text, with or without a byte order mark in front. */
export function utf16(text: string, order: 'little' | 'big', hasMark = false): ByteText {
  const source = hasMark ? `\uFEFF${text}` : text;
  let bytes = '';
  for (let at = 0; at < source.length; at += 1) {
    const unit = source.charCodeAt(at);
    const high = String.fromCharCode(unit >> 8);
    const low = String.fromCharCode(unit & 255);
    bytes += order === 'little' ? low + high : high + low;
  }
  return bytes;
}

/** The Base64 text of some bytes. */
export function base64(bytes: ByteText): string {
  return btoa(bytes);
}

const CUT_FRONT = [0, 2, 3] as const;
const CUT_BACK = [undefined, -3, -2] as const;

/**
 * What stays of some bytes in the Base64 text of anything that holds them, for each of the three places modulo three where they may
 * begin: the characters at either end that the neighbours decide are cut off.
 */
export function base64AtEveryOffset(bytes: ByteText): readonly string[] {
  return CUT_FRONT.map((front, offset) => btoa(' '.repeat(offset) + bytes).slice(front, CUT_BACK[(bytes.length + offset) % 3]));
}

function bytesOf(array: Uint8Array): ByteText {
  let bytes = '';
  for (const byte of array) bytes += String.fromCharCode(byte);
  return bytes;
}
