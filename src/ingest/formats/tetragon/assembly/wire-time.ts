/** Reads times as protojson prints them: in UTC, with nine digits at most. Others are left to the full parser. */
import { minuteUs } from './host';
import { room } from './room';
import { COLON, LETTER_Z, POINT } from './signs';

const MINUTE_LENGTH: usize = 16;
const AT_LEAST: usize = 20;

/** Minutes that were met lately, each where its bytes say. */
const KEPT = 64;
const minutes: usize = room(KEPT * MINUTE_LENGTH);
const minuteStarts: usize = room(KEPT * 8);

let us: f64 = Number.NaN;
let ns: f64 = 0;

/** What the last time was, in microseconds since the epoch. */
export function timeUs(): f64 {
  return us;
}

/** The nanoseconds below them. */
export function timeNs(): f64 {
  return ns;
}

/** False when these bytes are no such time. */
export function readTime(from: usize, length: usize): bool {
  const last = from + length - 1;
  if (length < AT_LEAST || load<u8>(from, 16) !== COLON || load<u8>(last) !== LETTER_Z) return false;
  const minute = minuteOf(from);
  const second = twoDigits(from + 17);
  const nanos = fractionNs(from + 19, last);
  if (second > 60 || nanos < 0 || Number.isNaN(minute)) return false;
  const micros = nanos / 1000;
  us = minute + <f64>(second * 1_000_000 + micros);
  ns = <f64>(nanos - micros * 1000);
  return true;
}

function minuteOf(from: usize): f64 {
  // The last digits of hour and minute differ most.
  const place = (load<u8>(from, 12) * 13 + load<u8>(from, 14) * 10 + load<u8>(from, 15)) & (KEPT - 1);
  const kept = minutes + place * MINUTE_LENGTH;
  if (!v128.any_true(v128.xor(v128.load(kept), v128.load(from)))) return load<f64>(minuteStarts + place * 8);
  const start = minuteUs(from);
  if (Number.isNaN(start)) return Number.NaN;
  v128.store(kept, v128.load(from));
  store<f64>(minuteStarts + place * 8, start);
  return start;
}

/** Above 60 where there are no two digits. */
function twoDigits(at: usize): i32 {
  const tens = <i32>load<u8>(at) - 0x30;
  const ones = <i32>load<u8>(at, 1) - 0x30;
  return <u32>tens <= 9 && <u32>ones <= 9 ? tens * 10 + ones : 99;
}

/** Nanoseconds of a fraction with its point, 0 where there is none; -1 for anything else. */
function fractionNs(from: usize, to: usize): i32 {
  if (from === to) return 0;
  const digits = to - from - 1;
  if (load<u8>(from) !== POINT || digits < 1 || digits > 9) return -1;
  let value = 0;
  for (let at = from + 1; at < to; at++) {
    const digit = <i32>load<u8>(at) - 0x30;
    if (<u32>digit > 9) return -1;
    value = value * 10 + digit;
  }
  for (let more = digits; more < 9; more++) value *= 10;
  return value;
}
