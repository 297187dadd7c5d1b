/** Whole microseconds since the Unix epoch. The digits below a microsecond travel beside it as `…Ns` (0–999). */
export type TimeUs = number;

/** A point in time as the wire gave it: `us` since the epoch and the nanoseconds (0–999) below that microsecond. */
export interface Instant {
  readonly us: TimeUs;
  readonly ns: number;
}

const MINUTE = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)$/;
const REST = /^:(\d\d)(?:\.(\d+))?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const MINUTE_LENGTH = 16;

/** Events come in order of time, so the minute is nearly always the one that was parsed before. */
let lastMinute = { text: '', ms: 0 };

/**
 * The instant an RFC 3339 text names, exact to the nanosecond; `undefined` when it is not one. Digits beyond the ninth are cut.
 * *Source:* protojson's Timestamp has 0, 3, 6 or 9 fractional digits and `Z`; other exporters use an offset.
 */
export function parseTime(text: string): Instant | undefined {
  const minute = text.slice(0, MINUTE_LENGTH);
  if (minute !== lastMinute.text) {
    const ms = minuteMs(minute);
    if (ms === undefined) return undefined;
    lastMinute = { text: minute, ms };
  }
  return restOf(text, lastMinute.ms);
}

/** Milliseconds since the epoch of a minute `YYYY-MM-DDTHH:MM`, or `undefined` for what is none. */
export function minuteMs(text: string): number | undefined {
  const match = MINUTE.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute] = match.slice(1).map(Number);
  if (year === undefined || month === undefined || day === undefined || hour === undefined || minute === undefined) return undefined;
  const ms = Date.UTC(year, month - 1, day, hour, minute);
  const date = new Date(ms);
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60;
  return isReal && year > 99 ? ms : undefined;
}

function restOf(text: string, minute: number): Instant | undefined {
  const match = REST.exec(text.slice(MINUTE_LENGTH));
  if (match === null) return undefined;
  const [, second = '', fraction = '', zone = 'Z'] = match;
  if (Number(second) > 60) return undefined;
  const nanos = fraction.length === 9 ? fraction : fraction.slice(0, 9).padEnd(9, '0');
  const us = (minute + Number(second) * 1000 - offsetMs(zone)) * 1000 + Number(nanos.slice(0, 6));
  return { us, ns: Number(nanos.slice(6)) };
}

function offsetMs(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** True for a day of the calendar, `2027-01-31`. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && parseTime(`${text}T00:00:00Z`) !== undefined;
}

/** RFC 3339 in UTC with as many digits as are known: 0, 3, 6 or 9, the fewest that lose nothing. */
export function formatTime(us: TimeUs, ns = 0): string {
  const ms = Math.floor(us / 1000);
  const stem = new Date(ms).toISOString().slice(0, -5);
  const below = us - Math.floor(us / 1_000_000) * 1_000_000;
  const nanos = String(below).padStart(6, '0') + String(ns).padStart(3, '0');
  if (nanos === '000000000') return `${stem}Z`;
  if (nanos.endsWith('000000')) return `${stem}.${nanos.slice(0, 3)}Z`;
  if (nanos.endsWith('000')) return `${stem}.${nanos.slice(0, 6)}Z`;
  return `${stem}.${nanos}Z`;
}

/** Negative, zero or positive as `a` is before, at or after `b`, to the nanosecond. */
export function compareInstants(a: Instant, b: Instant): number {
  return a.us - b.us || a.ns - b.ns;
}

/** A length of time for a person: `850ms`, `12.3s`, `5m12s`, `3h04m`, `2d07h`. Negative lengths keep their sign. */
export function formatDuration(us: number): string {
  const sign = us < 0 ? '-' : '';
  const total = Math.abs(us) / 1_000_000;
  if (total < 1) return `${sign}${Math.floor(Math.abs(us) / 1000)}ms`;
  if (total < 60) return `${sign}${trimZero(total)}s`;
  const seconds = Math.floor(total);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${sign}${minutes}m${pad(seconds % 60)}s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${sign}${hours}h${pad(minutes % 60)}m`;
  return `${sign}${Math.floor(hours / 24)}d${pad(hours % 24)}h`;
}

function trimZero(seconds: number): string {
  const text = (Math.floor(seconds * 10) / 10).toFixed(1);
  return text.endsWith('.0') ? text.slice(0, -2) : text;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
