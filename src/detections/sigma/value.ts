import type { Block, Comparison, FieldRelation, TimeUnit } from './matcher.js';
import type { Pattern } from './pattern.js';

/** A rule's value on its way through the modifiers. */
export type Value =
  | { readonly kind: 'text'; readonly pattern: Pattern }
  /** Made by an encoding: only Base64 can follow. */
  | { readonly kind: 'bytes'; readonly bytes: string }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: string; readonly isAtStart: boolean; readonly isAtEnd: boolean }
  | { readonly kind: 'number'; readonly number: number; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly text: string }
  | { readonly kind: 'null' }
  | { readonly kind: 'compared'; readonly comparison: Comparison; readonly number: number }
  | { readonly kind: 'time'; readonly unit: TimeUnit; readonly comparison: Comparison; readonly number: number }
  | { readonly kind: 'exists'; readonly isWanted: boolean }
  | { readonly kind: 'cidr'; readonly block: Block }
  | { readonly kind: 'field'; readonly field: string; readonly relation: FieldRelation }
  /** One value that became several, of which any may match. */
  | { readonly kind: 'expansion'; readonly of: readonly Value[] };

/** Why a value can't be what its modifiers ask for. */
export interface Refusal {
  readonly kind: 'refused';
  readonly reason: string;
}

/** What a modifier makes of a value. */
export type Modified = Value | Refusal;

/** A refusal with its reason. */
export function refuse(reason: string): Refusal {
  return { kind: 'refused', reason };
}

/** One value as it is, several as an expansion. */
export function oneOf(values: readonly Value[]): Value {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : { kind: 'expansion', of: values };
}
