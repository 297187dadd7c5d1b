import { canonicalAddress } from '../../../model/address.js';
import type { MetThings } from '../../columns/met-things.js';

/** How a value is read: as a text, as any value made into a text, as a number, as 64 bits, as a time, as a count of which the place is kept, as an object or list with a shape of its own. */
export type Field =
  | { readonly kind: 'text' | 'value'; readonly slot: number; readonly make: TextMaker }
  | { readonly kind: 'whole' | 'cookie' | 'time' | 'truth' | 'count'; readonly slot: number }
  | { readonly kind: 'object' | 'objects'; readonly slot: number; readonly shape: Shape };

/** What fields an object may have. Others are passed over, unless they are refused. */
export interface Shape {
  readonly fields: Readonly<Record<string, Field>>;
  /** Keys that only the full parser understands. */
  readonly refused?: readonly string[];
}

/** Number of what a printed text stands for, 0 for nothing. Asked once for the same text. */
export type TextMaker = (text: string, met: MetThings) => number;

export const asText: TextMaker = (text, met) => (text === '' ? 0 : met.text(text));
export const asAddress: TextMaker = (text, met) => {
  const address = canonicalAddress(text);
  return address === undefined ? 0 : met.text(address);
};
