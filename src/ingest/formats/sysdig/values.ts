import { canonicalAddress } from '../../../model/address.js';
import type { SocketEnd } from '../../../model/record.js';

/** Letter that stands for what a descriptor is, in front of its name. *Source:* falcosecurity/libs userspace/libsinsp/fdinfo.h. */
export type DescriptorClass = 'file' | 'inet' | 'unix' | 'pipe' | 'other';

/** A descriptor as a display string has it: `4(<4t>192.0.2.3:54716->192.0.2.2:80)`. */
export interface DescriptorText {
  /** Negative for the error of a call that made none. */
  readonly number: number;
  readonly class: DescriptorClass | undefined;
  /** `tcp` or `udp`, when it is told. */
  readonly protocol: string | undefined;
  /** Path, or the ends of a socket; empty when not known. */
  readonly name: string;
}

const CLASSES: Readonly<Record<string, DescriptorClass>> = { f: 'file', d: 'other', '4': 'inet', '6': 'inet', u: 'unix', p: 'pipe' };
const PROTOCOLS: Readonly<Record<string, string>> = { t: 'tcp', u: 'udp', i: 'icmp', r: 'raw' };

const MINUS = 0x2d;
const ZERO = 0x30;
const CLOSE = 0x29;
const MOST_DIGITS = 16;
/** Any whole number of as many digits is exact. */
const EXACT_DIGITS = 15;

/** A whole number in a value, up to what is no digit or the last that may be one: `-115(EINPROGRESS)`, `3(<f>/etc/hosts)`, `256`. */
export function numberAt(text: string, at: number, mostDigits = MOST_DIGITS): number | undefined {
  const isNegative = text.charCodeAt(at) === MINUS;
  const start = isNegative ? at + 1 : at;
  let end = start;
  let number = 0;
  for (let digit = digitAt(text, end); digit >= 0 && end - start < mostDigits; digit = digitAt(text, end)) {
    number = number * 10 + digit;
    end += 1;
  }
  if (end === start) return undefined;
  if (end - start > EXACT_DIGITS) return Number(text.slice(at, end));
  return isNegative ? -number : number;
}

/** Negative for what is no digit. */
function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - ZERO;
  return digit <= 9 ? digit : -1;
}

/** The descriptor that a value prints. `text` ends where the value does. */
export function descriptorOf(text: string): DescriptorText | undefined {
  const number = numberAt(text, 0);
  if (number === undefined) return undefined;
  const open = text.indexOf('(<');
  const close = text.indexOf('>', open);
  if (open < 0 || close < 0) return { number, class: undefined, protocol: undefined, name: '' };
  return described(number, text.slice(open + 2, close), text.endsWith(')') ? text.slice(close + 1, -1) : text.slice(close + 1));
}

function described(number: number, letters: string, name: string): DescriptorText {
  const kind = CLASSES[letters.charAt(0)] ?? 'other';
  return { number, class: kind, protocol: kind === 'inet' ? PROTOCOLS[letters.charAt(1)] : undefined, name };
}

/** The descriptor that a display string prints from here up to the field after it, or up to its end. */
export function descriptorAt(text: string, at: number): DescriptorText | undefined {
  return usualDescriptor(text, at) ?? descriptorOf(descriptorEnd(text.slice(at)));
}

/** Names of files may hold anything, those of sockets hold no `) `. */
function descriptorEnd(text: string): string {
  const end = /^-?\d+(?:\(<[^>]*>.*?\))?(?= [a-z_]+=|\s*$)/.exec(text);
  return end === null ? text.trimEnd() : end[0];
}

/** One that stands alone or before the size of what is moved, and whose name is of printable characters without parentheses. */
function usualDescriptor(text: string, at: number): DescriptorText | undefined {
  let open = at;
  while (digitAt(text, open) >= 0) open++;
  const close = text.indexOf('>', open);
  if (open === at || open - at > EXACT_DIGITS || !text.startsWith('(<', open) || close < 0) return undefined;
  const end = printableEnd(text, close + 1);
  if (text.charAt(end) !== ')' || !(text.startsWith(' size=', end + 1) || (end + 2 === text.length && text.endsWith(' '))))
    return undefined;
  return described(Number(text.slice(at, open)), text.slice(open + 2, close), text.slice(close + 1, end));
}

/** The first character that is none of printable ASCII, or a closing parenthesis. */
function printableEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code > 0x7e || code === CLOSE) return at;
  }
  return text.length;
}

/** Both ends of a connection as they are printed: the caller's first. */
export interface Tuple {
  readonly client: SocketEnd;
  readonly server: SocketEnd;
}

/** The two ends in `client:port->server:port`; `undefined` for unix sockets, `NULL` and text that names no addresses. */
export function tupleOf(text: string): Tuple | undefined {
  const arrow = text.indexOf('->');
  if (arrow < 0) return undefined;
  const client = endOf(text.slice(0, arrow));
  const server = endOf(text.slice(arrow + 2));
  return client === undefined || server === undefined ? undefined : { client, server };
}

/** An address and a port; version 6 addresses have no brackets, so the last colon is the port's. */
export function endOf(text: string): SocketEnd | undefined {
  const colon = text.lastIndexOf(':');
  if (colon < 0 || !/^\d{1,5}$/.test(text.slice(colon + 1))) return undefined;
  const ip = canonicalAddress(text.slice(0, colon));
  return ip === undefined ? undefined : { ip, port: Number(text.slice(colon + 1)) };
}
