import { containerId } from './container-id.js';
import { int, port } from './numbers.js';
import { dnsName, ip, path } from './places.js';
import { time } from './time.js';
import type { ValueType } from './value-type.js';
import { oneOf, text } from './words.js';

/** The type of a field: one value, or a set of them in any order. */
export type FieldType = { readonly kind: 'single'; readonly value: ValueType } | { readonly kind: 'set'; readonly value: ValueType };

/** What a type can be told besides its name. */
export interface TypeOptions {
  /** Of `containerId`: characters that must be given. */
  readonly min: number;
  /** Of `time`, in seconds. */
  readonly tolerance: number;
  /** Of `time`: the day that a clock alone belongs to. */
  readonly day?: string;
  /** Of `oneOf`. */
  readonly choices: readonly string[];
}

/** How each type is made of its options. */
const TYPES: Readonly<Record<string, (options: TypeOptions) => ValueType>> = {
  containerId: ({ min }) => containerId(min),
  int: () => int,
  path: () => path,
  ip: () => ip,
  port: () => port,
  dnsName: () => dnsName,
  time: ({ tolerance, day }) => time(tolerance, day),
  oneOf: ({ choices }) => oneOf(choices),
  text: () => text,
};

/** Names of the types of a single value. */
export const VALUE_TYPES: readonly string[] = Object.keys(TYPES);

/** The type of a single value, or `undefined` for a name that is none. */
export function valueType(name: string, options: TypeOptions): ValueType | undefined {
  return Object.hasOwn(TYPES, name) ? TYPES[name]?.(options) : undefined;
}

/** What a learner is asked for. */
export function expects(type: FieldType): string {
  return type.kind === 'set' ? `a list; each item is ${type.value.expects}` : type.value.expects;
}

export type { CanonicalValue, ValueReading, ValueType } from './value-type.js';
