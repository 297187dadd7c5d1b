import type { Scope } from './connection.js';

/** Bytes of a dotted IPv4 address, or `undefined` when the text is not one. */
export function parseIpv4(text: string): readonly [number, number, number, number] | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  const [a, b, c, d] = [Number(match[1]), Number(match[2]), Number(match[3]), Number(match[4])];
  return a > 255 || b > 255 || c > 255 || d > 255 ? undefined : [a, b, c, d];
}

/** The eight groups of an IPv6 address in any written form, zone cut off, or `undefined` when the text is not one. */
export function parseIpv6(text: string): readonly number[] | undefined {
  const bare = text.split('%', 1)[0] ?? '';
  if (!bare.includes(':') || bare.length > 45) return undefined;
  const halves = embedIpv4(bare)?.split('::');
  if (halves === undefined || halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...new Array<string>(missing).fill('0'), ...tail];
  return groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) ? groups.map((group) => Number.parseInt(group, 16)) : undefined;
}

function embedIpv4(text: string): string | undefined {
  if (!text.includes('.')) return text;
  const at = text.lastIndexOf(':');
  const bytes = parseIpv4(text.slice(at + 1));
  if (bytes === undefined) return undefined;
  const [a, b, c, d] = bytes;
  return `${text.slice(0, at + 1)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

const HAS_LEADING_ZERO = /(?:^|\.)0\d/;

/**
 * One spelling per address: IPv4-mapped IPv6 becomes plain IPv4, IPv6 is lower case with the longest run of zeros as `::`.
 * `undefined` for text that is no address (`<nil>`, `invalid IP`, empty). Never throws.
 */
export function canonicalAddress(text: string): string | undefined {
  const bytes = parseIpv4(text);
  if (bytes !== undefined) return HAS_LEADING_ZERO.test(text) ? bytes.join('.') : text;
  const groups = parseIpv6(text);
  if (groups === undefined) return undefined;
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) return dotted(groups);
  return compressed(groups);
}

function dotted(groups: readonly number[]): string {
  const [high = 0, low = 0] = groups.slice(6);
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

function compressed(groups: readonly number[]): string {
  const text = groups.map((group) => group.toString(16)).join(':');
  const runs = [...text.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)];
  const longest = runs.reduce<RegExpMatchArray | undefined>(
    (best, run) => (run[0].split('0').length > (best?.[0].split('0').length ?? 0) ? run : best),
    undefined,
  );
  if (longest?.index === undefined) return text;
  const before = text.slice(0, longest.index);
  const after = text.slice(longest.index + longest[0].length).replace(/^:/, '');
  return `${before}::${after}`;
}

/** True for an address that names no host: `0.0.0.0`, `::`. */
export function isUnspecified(ip: string): boolean {
  return ip === '0.0.0.0' || ip === '::';
}

/**
 * Where an address lies, leaving aside what the case knows of its own pods. Documentation ranges (TEST-NET) count as external:
 * exercises and reports use them for the outside. *Source:* RFC 1918, 3927, 4193, 4291, 5737, 6598.
 */
export function addressScope(ip: string): Exclude<Scope, 'cluster'> {
  const v4 = parseIpv4(ip);
  if (v4 !== undefined) return ipv4Scope(v4);
  if (ip === '::1') return 'loopback';
  const first = parseIpv6(ip)?.[0] ?? 0;
  const isLocal = (first & 0xfe00) === 0xfc00 || (first & 0xffc0) === 0xfe80;
  return isLocal || ip === '::' ? 'private' : 'external';
}

function ipv4Scope([a, b]: readonly [number, number, number, number]): 'loopback' | 'private' | 'external' {
  if (a === 127) return 'loopback';
  if (a === 10 || a === 0 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168)) return 'private';
  return (a === 169 && b === 254) || (a === 100 && b >= 64 && b <= 127) ? 'private' : 'external';
}
