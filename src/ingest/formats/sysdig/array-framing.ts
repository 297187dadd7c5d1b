const COMMA = 0x2c;
const BRACKET_OPEN = 0x5b;
const BRACKET_CLOSE = 0x5d;

/** The bytes of an event without the brackets and commas of an array that is printed an event a line. An array on one line is left whole. */
export function unframed(bytes: Buffer): Buffer {
  let from = 0;
  let to = bytes.length;
  while (to > from && isSpace(bytes[to - 1])) to--;
  while (from < to && isSpace(bytes[from])) from++;
  const opens = bytes[from] === BRACKET_OPEN;
  const closes = bytes[to - 1] === BRACKET_CLOSE;
  if (opens && closes && to - from > 2) return bytes.subarray(from, to);
  if (opens) from++;
  if (closes && to > from) to--;
  while (to > from && (isSpace(bytes[to - 1]) || bytes[to - 1] === COMMA)) to--;
  while (from < to && (isSpace(bytes[from]) || bytes[from] === COMMA)) from++;
  return bytes.subarray(from, to);
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d;
}

/** True for a line of spaces, or of nothing. */
export function isBlank(bytes: Buffer): boolean {
  return bytes.every(isSpace);
}
