/**
 * JSON text broken into indented lines without touching any of its tokens: parsing it would lose the last digits of 64-bit numbers.
 * Text that is no object or array comes back as its own lines. Never throws.
 */
export function indentedJson(text: string): readonly string[] {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed)) return trimmed.split('\n');
  const lines: string[] = [];
  let line = '';
  let depth = 0;
  const endLine = (): void => {
    lines.push(line);
    line = '  '.repeat(depth);
  };
  for (const [token] of trimmed.matchAll(TOKENS)) {
    if (token === '{' || token === '[') {
      line += token;
      depth++;
      endLine();
    } else if (token === '}' || token === ']') {
      depth = Math.max(0, depth - 1);
      const isEmpty = line.trim() === '' && /[[{]$/.test(lines.at(-1) ?? '');
      if (isEmpty) line = lines.pop() ?? '';
      else endLine();
      line += token;
    } else if (token === ',') {
      line += token;
      endLine();
    } else {
      line += token === ':' ? ': ' : token;
    }
  }
  lines.push(line);
  return lines;
}

/** Strings whole (an unfinished one to the end), brackets, colons and commas one by one, anything else in runs; spaces between are left out. */
const TOKENS = /"(?:[^"\\]|\\.)*(?:"|$)|[{}[\]:,]|[^\s"{}[\]:,]+/gs;
