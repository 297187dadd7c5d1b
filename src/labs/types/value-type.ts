import type { PlacedNode } from '../placed-yaml.js';

/** An answer in its one spelling. */
export interface CanonicalValue {
  /** Equal for equal answers: this is what is hashed. */
  readonly head: string;
  /** Heads that an answer it would match may have: more than its own where there is a tolerance. */
  readonly heads: readonly string[];
  /** What is compared once the head fits. */
  readonly detail: string;
}

/** An answer as a learner wrote it: in its one spelling, or why it is none of its type. */
export type ValueReading =
  | { readonly kind: 'value'; readonly value: CanonicalValue }
  | { readonly kind: 'mistyped'; readonly message: string };

/** A type of a single value: what it looks like, and when two of them are the same. */
export interface ValueType {
  readonly kind: string;
  /** What a learner is asked for: `an integer, without quotes`. */
  readonly expects: string;
  read(node: PlacedNode): ValueReading;
  /** Whether two values with the same head are the same. */
  isSame(given: string, right: string): boolean;
}

/** A value that is right when it is equal. */
export function plainValue(head: string): ValueReading {
  return { kind: 'value', value: { head, heads: [head], detail: '' } };
}

/** No value of the type, and why. */
export function mistyped(message: string): ValueReading {
  return { kind: 'mistyped', message };
}

/** A type whose values are right when they are equal. */
export function plainType(kind: string, expects: string, read: ValueType['read']): ValueType {
  return { kind, expects, read, isSame: () => true };
}

/** What stands there, for a message: `the string "22931"`, `a list`. */
export function described(node: PlacedNode): string {
  if (node.kind !== 'scalar') return node.kind === 'list' ? 'a list' : 'a mapping';
  const text = node.text.length > LONGEST_QUOTE ? `${node.text.slice(0, LONGEST_QUOTE)}…` : node.text;
  switch (node.type) {
    case 'text':
      return `the string "${text}"`;
    case 'null':
      return 'nothing';
    default:
      return text;
  }
}

const LONGEST_QUOTE = 60;

/** The text of a single value, as it was written, without spaces at its ends; `undefined` for a list or a mapping. */
export function writtenText(node: PlacedNode): string | undefined {
  return node.kind === 'scalar' ? node.text.trim() : undefined;
}
