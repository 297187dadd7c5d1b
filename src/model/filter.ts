import type { TimeUs } from './time.js';

/**
 * A question's conditions: every term must hold. A process matches when its own fields do and, if there are connection
 * terms, one of its connections meets all of them; a connection matches when it does and its process does.
 */
export interface Filter {
  readonly terms: readonly FilterTerm[];
}

/** Matches everything. */
export const NO_FILTER: Filter = { terms: [] };

export const TEXT_FIELDS = [
  'namespace',
  'pod',
  'workload',
  'container',
  'image',
  'node',
  'binary',
  'arguments',
  'exec',
  'dns',
  'protocol',
  'direction',
  'parent',
  'ancestor',
] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

export const NUMBER_FIELDS = ['pid', 'uid', 'port'] as const;
export type NumberField = (typeof NUMBER_FIELDS)[number];

/** `src` is the local end, `dst` the remote, `addr` either. */
export const ADDRESS_FIELDS = ['addr', 'src', 'dst'] as const;
export type AddressField = (typeof ADDRESS_FIELDS)[number];

export const FLAGS = ['late', 'entered', 'probe', 'main', 'external', 'connected', 'finding', 'inferred', 'running', 'exited'] as const;
/** `late` means plainly late; `entered` and `probe` are the other two kinds. `running`: no exit was seen. */
export type Flag = (typeof FLAGS)[number];

/**
 * `substring` ignores case; `glob` knows `*` and `?`, ignores case and covers the whole value; `exact` is exact.
 */
export interface TextPattern {
  readonly match: 'substring' | 'glob' | 'exact';
  readonly text: string;
}

/** Both ends included. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

/** One condition. Its values are alternatives: any one is enough. `isNegated` turns the whole term round. */
export type FilterTerm =
  | { readonly kind: 'text'; readonly field: TextField; readonly isNegated: boolean; readonly patterns: readonly TextPattern[] }
  | { readonly kind: 'number'; readonly field: NumberField; readonly isNegated: boolean; readonly ranges: readonly NumberRange[] }
  /** Addresses or CIDR blocks, as text that was checked. */
  | { readonly kind: 'address'; readonly field: AddressField; readonly isNegated: boolean; readonly blocks: readonly string[] }
  /** Active at or after `since`, at or before `until`: for a process its life overlaps, for a connection its opening lies within. */
  | { readonly kind: 'time'; readonly field: 'since' | 'until'; readonly us: TimeUs }
  | { readonly kind: 'flag'; readonly flag: Flag; readonly isNegated: boolean }
  /** A bare word: part of binary, arguments, pod, container name or exec id; for connections of names and addresses too. */
  | { readonly kind: 'word'; readonly isNegated: boolean; readonly pattern: TextPattern };
