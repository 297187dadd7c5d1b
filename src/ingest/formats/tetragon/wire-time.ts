const MINUTE_LENGTH = 16;
const AT_LEAST = '2026-01-01T00:00:00Z'.length;
const MICROSECONDS = 1e6;

/** Reads times as protojson prints them: in UTC, with nine digits at most. Others are left to the full parser. */
export class WireTime {
  /** What the last time was: microseconds since the epoch and the nanoseconds below. */
  us = Number.NaN;
  ns = 0;
  readonly #minuteOf: (minute: string) => number | undefined;
  /** Events come in order of time, so the minute is nearly always the one that was read before. */
  readonly #lastMinute = new Uint8Array(MINUTE_LENGTH);
  #lastMinuteUs = Number.NaN;

  /** `minuteOf`: milliseconds since the epoch of a minute as text. */
  constructor(minuteOf: (minute: string) => number | undefined) {
    this.#minuteOf = minuteOf;
  }

  /** False when these bytes are no such time. */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    if (to - from < AT_LEAST || bytes[from + MINUTE_LENGTH] !== 0x3a || bytes[to - 1] !== 0x5a) return false;
    const minute = this.#minuteUs(bytes, from);
    const second = twoDigits(bytes, from + MINUTE_LENGTH + 1);
    const nanos = fractionNs(bytes, from + MINUTE_LENGTH + 3, to - 1);
    if (second > 60 || Number.isNaN(minute) || Number.isNaN(nanos)) return false;
    const us = Math.floor(nanos / 1000);
    this.us = minute + second * MICROSECONDS + us;
    this.ns = nanos - us * 1000;
    return true;
  }

  #minuteUs(bytes: Uint8Array, from: number): number {
    const last = this.#lastMinute;
    let isSame = true;
    for (let at = MINUTE_LENGTH - 1; at >= 0 && isSame; at--) isSame = last[at] === bytes[from + at];
    if (isSame) return this.#lastMinuteUs;
    const minute = bytes.subarray(from, from + MINUTE_LENGTH);
    const ms = this.#minuteOf(Buffer.from(minute).toString('latin1'));
    if (ms === undefined) return Number.NaN;
    last.set(minute);
    this.#lastMinuteUs = ms * 1000;
    return this.#lastMinuteUs;
  }
}

/** Above 60 where there are no two digits. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - 0x30;
  const ones = (bytes[at + 1] ?? 0) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.POSITIVE_INFINITY;
}

/** Nanoseconds of a fraction with its point, 0 where there is none; NaN for anything else. */
function fractionNs(bytes: Uint8Array, from: number, to: number): number {
  if (from === to) return 0;
  const digits = to - from - 1;
  if (bytes[from] !== 0x2e || digits < 1 || digits > 9) return Number.NaN;
  let value = 0;
  for (let at = from + 1; at < to; at++) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  for (let more = digits; more < 9; more++) value *= 10;
  return value;
}
