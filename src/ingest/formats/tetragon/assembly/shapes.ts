/** Reads the values that stand under the keys of known objects, each into the slot that its field names. */
import { make } from './host';
import * as json from './json';
import { room } from './room';
import { CLOSE_BRACE, COLON, COMMA, LETTER_F, LETTER_T, OPEN_BRACKET, QUOTE, ZERO } from './signs';
import { COOKIE_BITS, COUNT, OBJECT, OBJECTS, TEXT, TRUTH, VALUE, WHOLE, WIRE_TIME } from './slots';
import * as texts from './texts';
import { put } from './values';
import { readTime, timeNs, timeUs } from './wire-time';

/** Space of the texts that are keys. Those of makers come after it. */
const KEYS = 0;
/** More keys are left to the full parser. */
export const MOST_KEYS = 1024;
const MOST_KEY_BYTES: usize = 256 * 1024;
const MOST_SHAPES = 64;
const MOST_FIELDS = 256;

/** By key: its bytes as they stand before the value. */
const literals: usize = room(MOST_KEY_BYTES);
const literalAt: usize = room(MOST_KEYS * 4);
const literalLength: usize = room(MOST_KEYS * 4);
let literalsEnd: usize = 0;
let keyCount = 0;

/** By shape and key: the field, 0 for none. By shape and key, 0 for the begin: the key that came after it the last time. */
const fieldOf: usize = room(MOST_SHAPES * MOST_KEYS);
const nextKey: usize = room(MOST_SHAPES * MOST_KEYS * 2);
let shapeCount = 0;

/** By field, counted from 1. */
const kinds: usize = room(MOST_FIELDS);
const slotOf: usize = room(MOST_FIELDS);
const makers: usize = room(MOST_FIELDS * 4);
const inner: usize = room(MOST_FIELDS);
let fieldCount = 0;

/** Forgets texts and keys, and the shapes that are told by them. */
export function forgetShapes(): void {
  texts.forgetTexts();
  memory.fill(fieldOf, 0, MOST_SHAPES * MOST_KEYS);
  memory.fill(nextKey, 0, MOST_SHAPES * MOST_KEYS * 2);
  literalsEnd = 0;
  keyCount = 0;
  shapeCount = 0;
  fieldCount = 0;
}

/** How full memory is, in thousandths. */
export function share(): i32 {
  return max(texts.textsShare(), (keyCount * 1000) / MOST_KEYS);
}

/** A new shape, without fields. */
export function newShape(): i32 {
  if (shapeCount === MOST_SHAPES) unreachable();
  return shapeCount++;
}

/** Adds a field under the key of these bytes. */
export function addField(shape: i32, keyFrom: usize, keyLength: i32, kind: i32, slot: i32, maker: i32, innerShape: i32): void {
  const added = keyOf(keyFrom, keyLength);
  if (added <= 0 || fieldCount === MOST_FIELDS - 1) unreachable();
  const field = ++fieldCount;
  store<u8>(kinds + field, kind);
  store<u8>(slotOf + field, slot);
  store<i32>(makers + field * 4, maker);
  store<u8>(inner + field, innerShape);
  store<u8>(fieldOf + shape * MOST_KEYS + added, field);
}

/** The number of a key, counted from 1; -1 when there is no room for a new one. */
export function keyOf(from: usize, length: usize): i32 {
  const known = texts.find(KEYS, from, length);
  if (known !== 0) return texts.numberOf(known);
  const number = keyCount + 1;
  const bytes = length + 3;
  if (number === MOST_KEYS || literalsEnd + bytes > MOST_KEY_BYTES || !texts.add(KEYS, from, length, number)) return -1;
  const literal = literals + literalsEnd;
  store<u8>(literal, QUOTE);
  memory.copy(literal + 1, from, length);
  store<u8>(literal + 1 + length, QUOTE);
  store<u8>(literal + 2 + length, COLON);
  store<u32>(literalAt + number * 4, literal);
  store<u32>(literalLength + number * 4, bytes);
  literalsEnd += bytes;
  keyCount = number;
  return number;
}

/**
 * Passes the next key of an object of this shape, with its colon and the comma before it, and gives its number: 0 for the object's end, -1
 * for neither. `before`: the key before it, 0 at the begin. What came after that the last time is looked for first.
 */
export function key(shape: i32, before: i32): i32 {
  const byte = json.next();
  if (byte === CLOSE_BRACE) {
    json.moveTo(json.place() + 1);
    return 0;
  }
  if (before !== 0) {
    if (byte !== COMMA) return -1;
    json.moveTo(json.place() + 1);
    json.next();
  }
  const likely = nextKey + (shape * MOST_KEYS + before) * 2;
  const expected = load<u16>(likely);
  if (expected !== 0 && passLiteral(expected)) return expected;
  if (!json.string()) return -1;
  const found = keyOf(json.lastFrom(), json.lastLength());
  if (found < 0 || !json.pass(COLON)) return -1;
  store<u16>(likely, found);
  return found;
}

function passLiteral(key: i32): bool {
  const length = load<u32>(literalLength + key * 4);
  const at = json.place();
  if (at + length > json.limit()) return false;
  const literal = load<u32>(literalAt + key * 4);
  let place: u32 = 0;
  for (; place + 8 <= length; place += 8) if (load<u64>(at + place) !== load<u64>(literal + place)) return false;
  const left = length - place;
  if (left !== 0 && (load<u64>(at + place) ^ load<u64>(literal + place)) << (64 - left * 8) !== 0) return false;
  json.moveTo(at + length);
  return true;
}

/** Reads an object of this shape to its end. False for one that the full parser has to read. */
export function object(shape: i32): bool {
  if (!json.open()) return false;
  let before = 0;
  while (true) {
    const found = key(shape, before);
    if (found <= 0) return found === 0;
    if (!field(shape, found)) return false;
    before = found;
  }
}

/** Reads the value under a key. False for one that the full parser has to read. */
export function field(shape: i32, key: i32): bool {
  const field = <i32>load<u8>(fieldOf + shape * MOST_KEYS + key);
  if (field === 0) return json.skip(0);
  const slot = <i32>load<u8>(slotOf + field);
  switch (<i32>load<u8>(kinds + field)) {
    case TEXT:
      return readText(field, slot);
    case VALUE:
      return readValue(field, slot);
    case WHOLE:
      return put(slot, json.whole(), 0);
    case COOKIE_BITS:
      return readCookie(slot);
    case WIRE_TIME:
      json.next();
      return json.string() && readTime(json.lastFrom(), json.lastLength()) && put(slot, timeUs(), timeNs());
    case TRUTH:
      return readTruth(slot);
    case COUNT:
      return readCount(slot);
    case OBJECT:
      return put(slot, 0, 0) && object(load<u8>(inner + field));
    case OBJECTS:
      return put(slot, 0, 0) && readObjects(load<u8>(inner + field));
    default:
      return false;
  }
}

function readText(field: i32, slot: i32): bool {
  json.next();
  return json.string() && putMade(field, slot, json.lastFrom(), json.lastLength());
}

function readValue(field: i32, slot: i32): bool {
  json.next();
  const from = json.place();
  const maker = load<i32>(makers + field * 4);
  if (json.passSpan()) {
    const known = texts.find(maker, from, json.place() - from);
    if (known !== 0) return put(slot, texts.numberOf(known), 0);
    json.moveTo(from);
  }
  return json.skip(0) && putMade(field, slot, from, json.place() - from);
}

/** What a maker makes of these bytes, which is remembered. */
function putMade(field: i32, slot: i32, from: usize, length: usize): bool {
  const maker = load<i32>(makers + field * 4);
  const known = texts.find(maker, from, length);
  if (known !== 0) return put(slot, texts.numberOf(known), 0);
  const made = make(maker, from, length);
  return texts.add(maker, from, length, made) && put(slot, made, 0);
}

function readTruth(slot: i32): bool {
  json.next();
  const first = json.place() < json.limit() ? load<u8>(json.place()) : 0;
  if (first !== LETTER_T && first !== LETTER_F) return false;
  return json.skip(0) && put(slot, <f64>(first === LETTER_T), 0);
}

/** A bare number of which only the place is kept: from its first digit to its end. */
function readCount(slot: i32): bool {
  if (json.next() === QUOTE) return false;
  const from = json.place();
  return !Number.isNaN(json.whole()) && put(slot, from, json.place());
}

function readObjects(shape: i32): bool {
  if (!json.pass(OPEN_BRACKET)) return false;
  let isFirst = true;
  while (true) {
    const item = json.item(isFirst);
    if (item !== 1) return item === 0;
    if (!object(shape)) return false;
    isFirst = false;
  }
}

/** Sixty-four bits without a sign; 0 is printed for sockets that have none. */
function readCookie(slot: i32): bool {
  const isQuoted = json.next() === QUOTE;
  const from = json.place() + <usize>isQuoted;
  const end = json.limit();
  let bits: u64 = 0;
  let at = from;
  let isTooLarge = false;
  for (; at < end; at++) {
    const digit = load<u8>(at) - ZERO;
    if (digit > 9) break;
    // Ten times this is the last that may still be added to.
    isTooLarge = isTooLarge || bits > 1844674407370955161 || (bits === 1844674407370955161 && digit > 5);
    bits = bits * 10 + digit;
  }
  const count = at - from;
  if (isTooLarge || count === 0 || count > 20 || (count > 1 && load<u8>(from) === ZERO)) return false;
  const after: u8 = at < end ? load<u8>(at) : 0;
  if (isQuoted ? after !== QUOTE : json.isFraction(after)) return false;
  json.moveTo(at + <usize>isQuoted);
  return put(slot, <f64>(<u32>bits), <f64>(<u32>(bits >> 32)));
}
