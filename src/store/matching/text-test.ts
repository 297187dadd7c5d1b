import type { TextPattern } from '../../model/filter.js';
import { matchesGlob } from '../../model/match-pattern.js';

/** How a text is read before it is compared: ASCII letters alone lose their case, all do, or none does. */
export type Folding = 'ascii' | 'all' | 'none';

/** What is asked of texts, of each as its folding reads it. */
export interface TextTest {
  readonly folding: Folding;
  test(folded: string): boolean;
}

/** What a pattern asks of texts, as `patternCondition` has SQLite say it: of a pattern in ASCII only ASCII letters ignore case. */
export function textTest(pattern: TextPattern): TextTest {
  if (pattern.match === 'exact') return { folding: 'none', test: (text) => text === pattern.text };
  const folding = isAscii(pattern.text) ? 'ascii' : 'all';
  const wanted = pattern.text.toLowerCase();
  return { folding, test: pattern.match === 'substring' ? (text) => text.includes(wanted) : globTest(upToNull(wanted)) };
}

/** Whether a text meets any of these. */
export function anyTest(tests: readonly TextTest[]): (text: string) => boolean {
  return (text) => tests.some(({ folding, test }) => test(folded(text, folding)));
}

/** A text as a folding reads it. */
export function folded(text: string, folding: Folding): string {
  switch (folding) {
    case 'ascii':
      return isAscii(text) ? text.toLowerCase() : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
    case 'all':
      return text.toLowerCase();
    case 'none':
      return text;
  }
}

function globTest(glob: string): (text: string) => boolean {
  if (glob.includes('?')) {
    const characters = Array.from(glob);
    return (text) => matchesGlob(characters, Array.from(upToNull(text)));
  }
  const [first = '', ...rest] = glob.split('*');
  const last = rest.pop();
  if (last === undefined) return (text) => upToNull(text) === first;
  return (text) => hasParts(upToNull(text), first, rest, last);
}

/** Whether the text begins with the first part, ends with the last, and holds the others in order in between. */
function hasParts(text: string, first: string, between: readonly string[], last: string): boolean {
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of between) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** SQLite's GLOB reads a text up to its first NUL. */
function upToNull(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

function isAscii(text: string): boolean {
  return /^\p{ASCII}*$/u.test(text);
}
