import type { TextPattern } from './filter.js';

/**
 * True when the text meets the pattern: the meaning that filters give it, for values at hand. Takes time in proportion to the product of
 * both lengths at worst, whatever the pattern.
 */
export function matchesPattern(pattern: TextPattern, text: string): boolean {
  switch (pattern.match) {
    case 'exact':
      return text === pattern.text;
    case 'substring':
      return text.toLowerCase().includes(pattern.text.toLowerCase());
    case 'glob':
      return matchesGlob(Array.from(pattern.text.toLowerCase()), Array.from(text.toLowerCase()));
  }
}

/**
 * True when the characters meet the glob from end to end, case and all. Where a star took too little, it takes one character more: only the
 * last star is ever asked again.
 */
export function matchesGlob(glob: readonly string[], text: readonly string[]): boolean {
  let at = 0;
  let place = 0;
  let star = -1;
  let taken = 0;
  while (place < text.length) {
    if (glob[at] === '*') {
      star = at++;
      taken = place;
    } else if (at < glob.length && (glob[at] === '?' || glob[at] === text[place])) {
      at += 1;
      place += 1;
    } else if (star >= 0) {
      at = star + 1;
      place = ++taken;
    } else {
      return false;
    }
  }
  return glob.slice(at).every((rest) => rest === '*');
}
