import type { KdfCost, SealedAnswer } from './definition.js';
import type { CanonicalValue, ValueType } from './types/index.js';

/** A slow function that nobody can run backwards: the same bytes for the same words, `size` of them. scrypt, handed in. */
export type Kdf = (secret: string, salt: string, size: number, cost: KdfCost) => Uint8Array;

/** 128 bits: as hard to hit by chance as anything here needs. */
const MARK_BYTES = 16;
const MARK_DIGITS = MARK_BYTES * 2;

/** What a seal is of. It is a part of the salt, so that equal answers to two questions, or in two labs, have different seals. */
export interface SealSubject {
  readonly lab: string;
  readonly question: string;
  readonly field: string;
}

/**
 * The seal of an answer, in hex: a mark that only the same head leads to, then the detail, masked by bytes that only the same head leads to.
 * Who finds the head can read the detail: that is how a tolerance, or the rest of a long id, is checked without standing there.
 */
export function sealOf(value: CanonicalValue, subject: SealSubject, answer: Pick<SealedAnswer, 'cost' | 'salt'>, kdf: Kdf): string {
  const detail = new TextEncoder().encode(value.detail);
  const key = kdf(value.head, saltText(subject, answer.salt), MARK_BYTES + detail.length, answer.cost);
  return hex(key.map((byte, at) => byte ^ (at < MARK_BYTES ? 0 : (detail[at - MARK_BYTES] ?? 0))));
}

/** Place among the seals of the one that the value opens, or `undefined` when it opens none. Costs one guess for each of its heads. */
export function openedSeal(
  value: CanonicalValue,
  type: ValueType,
  { subject, answer, kdf }: { readonly subject: SealSubject; readonly answer: SealedAnswer; readonly kdf: Kdf },
): number | undefined {
  const size = Math.max(...answer.seals.map((seal) => seal.length / 2));
  for (const head of value.heads) {
    const key = kdf(head, saltText(subject, answer.salt), size, answer.cost);
    const mark = hex(key.slice(0, MARK_BYTES));
    const place = answer.seals.findIndex((seal) => seal.startsWith(mark) && type.isSame(value.detail, unmasked(seal, key)));
    if (place >= 0) return place;
  }
  return undefined;
}

/** Whether a text can be a seal at all. */
export function isSeal(text: string): boolean {
  return text.length >= MARK_DIGITS && text.length <= 512 && text.length % 2 === 0 && /^[0-9a-f]+$/.test(text);
}

function unmasked(seal: string, key: Uint8Array): string {
  const masked = bytesOf(seal.slice(MARK_DIGITS));
  return new TextDecoder().decode(masked.map((byte, at) => byte ^ (key[MARK_BYTES + at] ?? 0)));
}

function saltText({ lab, question, field }: SealSubject, salt: string): string {
  return `${lab}/${question}/${field}/${salt}`;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function bytesOf(digits: string): Uint8Array {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
