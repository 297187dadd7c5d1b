/** A value as it was written: what it says and how it was said. */
export interface RawValue {
  readonly text: string;
  /** Counted from 1. */
  readonly column: number;
  /** Written with `=` in front. */
  readonly isExact: boolean;
  /** Holds a `*` or `?` that was neither quoted nor escaped. */
  readonly hasWildcard: boolean;
  /** Holds a `*` or `?` that was escaped. */
  readonly hasLiteralStar: boolean;
}

/** One term as it was written, before its key is looked up. `key` is absent for a bare word. */
export interface RawTerm {
  readonly key?: string;
  /** Of the key, or of the bare word. */
  readonly column: number;
  readonly isNegated: boolean;
  /** Never empty; exactly one for a bare word. */
  readonly values: readonly RawValue[];
  /** A bare word in quotes is never a flag. */
  readonly isQuoted: boolean;
}

/** A place in the text where the grammar was broken. */
export interface ScanError {
  readonly kind: 'error';
  readonly message: string;
  readonly column: number;
  readonly hint?: string;
}

const KEY = /([A-Za-z][A-Za-z-]*):/y;

/** The terms of a filter text in order, or the first place where quotes or negation do not add up. Never throws. */
export function scanTerms(text: string): readonly RawTerm[] | ScanError {
  const terms: RawTerm[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const scanned = scanTerm(text, at);
    if ('kind' in scanned) return scanned;
    terms.push(scanned.term);
    at = skipSpace(text, scanned.end);
  }
  return terms;
}

/** The comma-separated values of a text that holds nothing else: spaces belong to them. Never throws. */
export function scanValues(text: string): readonly RawValue[] | ScanError {
  const scanned = scanList(text, 0, (character) => character === ',');
  return 'kind' in scanned ? scanned : scanned.values;
}

function scanTerm(text: string, start: number): { readonly term: RawTerm; readonly end: number } | ScanError {
  const isNegated = text[start] === '!' || text[start] === '-';
  const at = isNegated ? start + 1 : start;
  if (at >= text.length || isSpace(text[at])) {
    return error(`"${text[start]}" stands alone`, start, `write it right before a term: ${text[start]}late; quote it to search for it`);
  }
  KEY.lastIndex = at;
  const key = KEY.exec(text)?.[1];
  if (key === undefined) {
    const word = scanValue(text, at, isSpace);
    if ('kind' in word) return word;
    const isQuoted = text[at] === '"' || text[at] === "'" || text[at] === '=' || text[at] === '\\';
    return { term: { column: at + 1, isNegated, values: [word.value], isQuoted }, end: word.end };
  }
  const list = scanList(text, at + key.length + 1, (character) => character === ',' || isSpace(character));
  if ('kind' in list) return list;
  return { term: { key, column: at + 1, isNegated, values: list.values, isQuoted: false }, end: list.end };
}

type EndsValue = (character: string | undefined) => boolean;

function scanList(
  text: string,
  start: number,
  endsValue: EndsValue,
): { readonly values: readonly RawValue[]; readonly end: number } | ScanError {
  const values: RawValue[] = [];
  let at = start;
  for (;;) {
    const scanned = scanValue(text, at, endsValue);
    if ('kind' in scanned) return scanned;
    values.push(scanned.value);
    if (text[scanned.end] !== ',') return { values, end: scanned.end };
    at = scanned.end + 1;
  }
}

function scanValue(text: string, start: number, endsValue: EndsValue): { readonly value: RawValue; readonly end: number } | ScanError {
  const isExact = text[start] === '=';
  const at = isExact ? start + 1 : start;
  const quote = text[at];
  const body = quote === '"' || quote === "'" ? scanQuoted(text, at, quote, endsValue) : scanBare(text, at, endsValue);
  if ('kind' in body) return body;
  const { end, ...said } = body;
  return { value: { ...said, column: start + 1, isExact }, end };
}

interface Body {
  readonly text: string;
  readonly hasWildcard: boolean;
  readonly hasLiteralStar: boolean;
  readonly end: number;
}

function scanQuoted(text: string, start: number, quote: string, endsValue: EndsValue): Body | ScanError {
  let said = '';
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at];
    if (character === quote) {
      const end = at + 1;
      if (end < text.length && !endsValue(text[end])) {
        return error('text follows a closing quote', end, `put all of it inside the quotes, or write \\${quote} for a quote within`);
      }
      return { text: said, hasWildcard: false, hasLiteralStar: false, end };
    }
    if (character === '\\' && at + 1 < text.length) at += 1;
    said += text[at];
  }
  return error('a quote is not closed', start, `add ${quote} at the end, or write \\${quote} to search for the quote itself`);
}

function scanBare(text: string, start: number, endsValue: EndsValue): Body {
  let said = '';
  let hasWildcard = false;
  let hasLiteralStar = false;
  let at = start;
  for (; at < text.length && !endsValue(text[at]); at++) {
    const isEscaped = text[at] === '\\' && at + 1 < text.length;
    if (isEscaped) at += 1;
    const isWildcard = text[at] === '*' || text[at] === '?';
    hasWildcard ||= isWildcard && !isEscaped;
    hasLiteralStar ||= isWildcard && isEscaped;
    said += text[at];
  }
  return { text: said, hasWildcard, hasLiteralStar, end: at };
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && isSpace(text[at])) at += 1;
  return at;
}

function isSpace(character: string | undefined): boolean {
  return character !== undefined && /\s/.test(character);
}

function error(message: string, offset: number, hint?: string): ScanError {
  return { kind: 'error', message, column: offset + 1, ...(hint !== undefined && { hint }) };
}
