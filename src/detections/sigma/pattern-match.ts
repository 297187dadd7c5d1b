import type { Pattern, PatternPart } from './pattern.js';

/** The characters that stand for each other in options: hyphen, slash, en dash, em dash, horizontal bar. */
export const DASHES = '-/\u2013\u2014\u2015';

type Solid = Exclude<PatternPart, { readonly kind: 'any' }>;

/**
 * A test for texts that match the pattern as a whole. Case is folded as JavaScript lower-cases, unless `isCased`. Time is at most
 * the text's length times the pattern's: wildcards are not tried in combination.
 */
export function patternTest(pattern: Pattern, isCased: boolean): (text: string) => boolean {
  const folded = isCased ? pattern : pattern.map((part) => (part.kind === 'text' ? { ...part, text: part.text.toLowerCase() } : part));
  const test = plainTest(folded) ?? segmentTest(folded);
  return isCased ? test : (text) => test(text.toLowerCase());
}

/** The four shapes that nearly every value has, without the general machinery. */
function plainTest(pattern: Pattern): ((text: string) => boolean) | undefined {
  const isOpenAtStart = pattern[0]?.kind === 'any';
  const isOpenAtEnd = pattern.at(-1)?.kind === 'any';
  const middle = pattern.slice(isOpenAtStart ? 1 : 0, isOpenAtEnd && pattern.length > 1 ? -1 : undefined);
  const [part] = middle;
  if (middle.length > 1 || (part !== undefined && part.kind !== 'text')) return undefined;
  const wanted = part?.text ?? '';
  if (isOpenAtStart && isOpenAtEnd) return (text) => text.includes(wanted);
  if (isOpenAtStart) return (text) => text.endsWith(wanted);
  return isOpenAtEnd ? (text) => text.startsWith(wanted) : (text) => text === wanted;
}

/** The pattern cut at its stars: the first segment must stand at the start, the last at the end, the others anywhere between in order. */
function segmentTest(pattern: Pattern): (text: string) => boolean {
  const segments: Solid[][] = [[]];
  for (const part of pattern) {
    if (part.kind === 'any') segments.push([]);
    else segments.at(-1)?.push(part);
  }
  const first = segments[0] ?? [];
  const last = segments.at(-1) ?? [];
  const between = segments.slice(1, -1).filter((segment) => segment.length > 0);
  if (segments.length === 1) return (text) => endAt(first, text, 0) === text.length;
  return (text) => {
    let position = endAt(first, text, 0);
    for (const segment of between) position = position < 0 ? position : endOfFirst(segment, text, position);
    return position >= 0 && startsOfEnd(last, text, position);
  };
}

/** Where the segment ends when it stands at `from`, or -1. */
function endAt(segment: readonly Solid[], text: string, from: number): number {
  let position = from;
  for (const part of segment) {
    if (part.kind === 'text') {
      if (!text.startsWith(part.text, position)) return -1;
      position += part.text.length;
    } else {
      const character = text.codePointAt(position);
      if (character === undefined) return -1;
      if (part.kind === 'dash' && !DASHES.includes(String.fromCodePoint(character))) return -1;
      position += character > 0xffff ? 2 : 1;
    }
  }
  return position;
}

/** Where the segment's first occurrence at or after `from` ends, or -1. */
function endOfFirst(segment: readonly Solid[], text: string, from: number): number {
  const [lead] = segment;
  for (let start = from; start <= text.length; start += 1) {
    if (lead?.kind === 'text') {
      start = text.indexOf(lead.text, start);
      if (start < 0) return -1;
    }
    const end = endAt(segment, text, start);
    if (end >= 0) return end;
  }
  return -1;
}

/** True when the segment can stand at the very end without reaching back before `from`. */
function startsOfEnd(segment: readonly Solid[], text: string, from: number): boolean {
  if (segment.length === 0) return true;
  const units = segment.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 1), 0);
  const wide = segment.filter((part) => part.kind === 'one').length;
  // A `?` may be one character of two units, so the start is known only up to their number.
  for (let start = Math.max(from, text.length - units - wide); start <= text.length - units; start += 1) {
    if (endAt(segment, text, start) === text.length) return true;
  }
  return false;
}
