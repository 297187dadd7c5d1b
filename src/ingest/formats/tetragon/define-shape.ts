import * as slots from './assembly/slots.js';
import type { ScannerExports } from './scanner.js';
import type { Field, Shape, TextMaker } from './shape.js';

/** Makers of what printed texts stand for, in the scanner's numbers less one. */
export type Makers = TextMaker[];

const KINDS: Readonly<Record<Field['kind'], number>> = {
  text: slots.TEXT,
  value: slots.VALUE,
  whole: slots.WHOLE,
  cookie: slots.COOKIE_BITS,
  time: slots.WIRE_TIME,
  truth: slots.TRUTH,
  count: slots.COUNT,
  object: slots.OBJECT,
  objects: slots.OBJECTS,
};

/** The scanner's number of a shape, which is defined by this. Adds its makers. */
export function defineShape(scanner: ScannerExports, { fields, refused = [] }: Shape, makers: Makers): number {
  const inner = Object.values(fields).map((field) => ('shape' in field ? defineShape(scanner, field.shape, makers) : 0));
  const shape = scanner.newShape();
  for (const [at, [key, field]] of Object.entries(fields).entries()) {
    const maker = 'make' in field ? makerOf(field, makers) : 0;
    scanner.addField(shape, written(scanner, key), KINDS[field.kind], field.slot, maker, inner[at] ?? 0);
  }
  for (const key of refused) scanner.addField(shape, written(scanner, key), slots.REFUSED, 0, 0, 0);
  return shape;
}

/** A text and a value of the same bytes are not the same: `n` is a text, and the begin of `null`. Each has a maker of its own. */
function makerOf({ make, kind }: Extract<Field, { make: TextMaker }>, makers: Makers): number {
  const known = kind === 'text' ? makers.indexOf(make) : -1;
  return known === -1 ? makers.push(make) : known + 1;
}

/** Puts a key where the scanner looks for it. Its length. */
export function written(scanner: ScannerExports, key: string): number {
  const bytes = Buffer.from(key);
  bytes.copy(Buffer.from(scanner.memory.buffer, scanner.singleAt()));
  return bytes.length;
}
