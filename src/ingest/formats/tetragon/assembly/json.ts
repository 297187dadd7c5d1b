/**
 * Goes through JSON that is as exporters write it: printable ASCII without escapes, whole numbers, no space but blanks. Each step says false
 * at anything else, valid or not: then a full parser has to be asked. What it accepts is valid JSON.
 */
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DELETE,
  LETTER_E,
  MINUS,
  OPEN_BRACE,
  OPEN_BRACKET,
  POINT,
  QUOTE,
  SPACE,
  ZERO,
} from './signs';

/** More digits may be more than a number holds exactly. */
const MOST_DIGITS: usize = 15;
/** Deeper values are left to the full parser. */
const DEEPEST = 32;

const TRUE_: u32 = 0x65757274;
const NULL_: u32 = 0x6c6c756e;
const FALS: u32 = 0x736c6166;

let at: usize = 0;
let end: usize = 0;
let stringFrom: usize = 0;
let stringTo: usize = 0;

/** Begins to go through these bytes. */
export function begin(from: usize, to: usize): void {
  at = from;
  end = to;
}

/** Where the next byte stands. */
export function place(): usize {
  return at;
}

/** Goes on there. */
export function moveTo(to: usize): void {
  at = to;
}

/** Where the bytes end. */
export function limit(): usize {
  return end;
}

/** First byte of the last string. */
export function lastFrom(): usize {
  return stringFrom;
}

/** Length of the last string. */
export function lastLength(): usize {
  return stringTo - stringFrom;
}

/** The next byte that is no blank, -1 at the end. */
export function next(): i32 {
  while (at < end && load<u8>(at) === SPACE) at += 1;
  return at < end ? load<u8>(at) : -1;
}

/** Passes this byte, if it comes next. */
export function pass(byte: u8): bool {
  if (next() !== byte) return false;
  at += 1;
  return true;
}

/** Passes the opening brace. */
export function open(): bool {
  return pass(OPEN_BRACE);
}

/** Passes a string that begins here. */
export function string(): bool {
  if (at >= end || load<u8>(at) !== QUOTE) return false;
  const from = at + 1;
  for (let piece = from; piece < end; piece += 16) {
    const bytes = v128.load(piece);
    // Bytes beyond ASCII are below zero here.
    const odd = v128.or(i8x16.lt_s(bytes, i8x16.splat(<i8>SPACE)), i8x16.eq(bytes, i8x16.splat(<i8>DELETE)));
    const ends = v128.or(i8x16.eq(bytes, i8x16.splat(<i8>QUOTE)), i8x16.eq(bytes, i8x16.splat(<i8>BACKSLASH)));
    const mask = i8x16.bitmask(v128.or(odd, ends));
    if (mask === 0) continue;
    const stop = piece + ctz(mask);
    if (stop >= end || load<u8>(stop) !== QUOTE) return false;
    stringFrom = from;
    stringTo = stop;
    at = stop + 1;
    return true;
  }
  return false;
}

/** Passes a key and its colon, and the comma before it. 1 for a key, 0 for the object's end, -1 for neither. */
export function key(isFirst: bool): i32 {
  const byte = next();
  if (byte === CLOSE_BRACE) {
    at += 1;
    return 0;
  }
  if (!isFirst) {
    if (byte !== COMMA) return -1;
    at += 1;
    next();
  }
  return string() && pass(COLON) ? 1 : -1;
}

/** Goes to the next item of a list. 1 for an item, 0 for the list's end, which is passed, -1 for neither. */
export function item(isFirst: bool): i32 {
  const byte = next();
  if (byte === CLOSE_BRACKET) {
    at += 1;
    return 0;
  }
  if (isFirst) return 1;
  if (byte !== COMMA) return -1;
  at += 1;
  return next() === CLOSE_BRACKET ? -1 : 1;
}

/** True when another byte after these digits would make them another number. */
export function isFraction(byte: u8): bool {
  return byte === POINT || (byte | 0x20) === LETTER_E;
}

function byteAt(where: usize): u8 {
  return where < end ? load<u8>(where) : 0;
}

function digits(mayBeginWithZero: bool): f64 {
  const from = at;
  let value: u64 = 0;
  for (; at < end; at++) {
    const digit = load<u8>(at) - ZERO;
    if (digit > 9) break;
    value = value * 10 + digit;
  }
  const count = at - from;
  if (count === 0 || count > MOST_DIGITS) return Number.NaN;
  if (!mayBeginWithZero && (isFraction(byteAt(at)) || (count > 1 && load<u8>(from) === ZERO))) return Number.NaN;
  return <f64>value;
}

/** Passes a whole number from 0 on, bare or as a string of digits. NaN when there is none. */
export function whole(): f64 {
  const isQuoted = next() === QUOTE;
  if (isQuoted) at += 1;
  const value = digits(isQuoted);
  if (!isQuoted) return value;
  if (byteAt(at) !== QUOTE) return Number.NaN;
  at += 1;
  return value;
}

/**
 * Passes the bytes up to where the object, list or string that begins here seems to end. That they are a value is sure only for bytes that
 * `skip` has passed before.
 */
export function passSpan(): bool {
  let depth = 0;
  let isString = false;
  for (let where = at; where < end; where++) {
    const byte = load<u8>(where);
    if (byte === QUOTE) isString = !isString;
    else if (isString) continue;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth -= 1;
    if (depth > 0 || isString) continue;
    at = where + 1;
    return true;
  }
  return false;
}

/** Passes any value. */
export function skip(depth: i32): bool {
  const byte = next();
  if (byte === QUOTE) return string();
  if (byte === OPEN_BRACE) return depth < DEEPEST && skipObject(depth + 1);
  if (byte === OPEN_BRACKET) return depth < DEEPEST && skipList(depth + 1);
  if (byte === MINUS) {
    at += 1;
    return !Number.isNaN(digits(false));
  }
  if (byte >= <i32>ZERO && byte < <i32>COLON) return !Number.isNaN(digits(false));
  return skipWord();
}

function skipObject(depth: i32): bool {
  at += 1;
  let isFirst = true;
  while (true) {
    const found = key(isFirst);
    if (found !== 1) return found === 0;
    if (!skip(depth)) return false;
    isFirst = false;
  }
}

function skipList(depth: i32): bool {
  at += 1;
  let isFirst = true;
  while (true) {
    const found = item(isFirst);
    if (found !== 1) return found === 0;
    if (!skip(depth)) return false;
    isFirst = false;
  }
}

function skipWord(): bool {
  const word = load<u32>(at);
  const length: usize = word === TRUE_ || word === NULL_ ? 4 : word === FALS && load<u8>(at, 4) === LETTER_E ? 5 : 0;
  if (length === 0 || at + length > end) return false;
  at += length;
  return true;
}
