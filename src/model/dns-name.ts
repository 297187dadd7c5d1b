import type { TimeUs } from './time.js';

/** A DNS name as the case knows it: from DNS messages, and from connections that carried it. */
export interface NameSummary {
  /** As it was asked for, without the trailing dot. */
  readonly name: string;
  readonly requests: number;
  readonly responses: number;
  /** Answers that were no success, by what they said: `NXDOMAIN`. */
  readonly failures: Readonly<Record<string, number>>;
  readonly types: readonly string[];
  /** Addresses it was answered with, or connected to under. */
  readonly ips: readonly string[];
  /** Rows of the processes that asked or connected, at most a few; `askerCount` says how many there are. */
  readonly askers: readonly number[];
  readonly askerCount: number;
  readonly connectionCount: number;
  readonly firstUs?: TimeUs;
  readonly lastUs?: TimeUs;
}

/** Asked for by one process, and not often: worth a look in a case where most names are asked for over and over. */
export function isRare({ requests, responses, connectionCount, askerCount }: NameSummary): boolean {
  return askerCount <= 1 && Math.max(requests, responses) + connectionCount <= RARE_AT_MOST;
}

const RARE_AT_MOST = 3;
const LEAST_LABEL = 12;
const LEAST_ENTROPY = 3;
const LEAST_SIGNS = 2;

/**
 * Whether one of a name's labels looks drawn by lot rather than chosen: long, its characters evenly spread, and two of these: few vowels, many
 * digits, digits among the letters, many consonants in a row. A hint for the eye and no more: hashes of content delivery networks look the same.
 */
export function looksRandom(name: string): boolean {
  return name.toLowerCase().split('.').slice(0, -1).some(isLabelRandom);
}

function isLabelRandom(label: string): boolean {
  if (label.length < LEAST_LABEL || entropy(label) < LEAST_ENTROPY) return false;
  const letters = label.replace(/[^a-z]/g, '');
  const digits = label.replace(/\D/g, '');
  const vowels = letters.replace(/[^aeiouy]/g, '');
  const signs = [
    vowels.length < letters.length * 0.25,
    digits.length > label.length * 0.2,
    (label.match(/[a-z](?=\d)|\d(?=[a-z])/g)?.length ?? 0) >= 4,
    /[^aeiouy\d-]{5}/.test(label),
    /[^aeiouy\d-]{7}/.test(label),
  ];
  return signs.filter(Boolean).length >= LEAST_SIGNS;
}

/** Bits a character, as often as each occurs in the text itself. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
