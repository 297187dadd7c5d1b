import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bareScanner, show } from './bare-scanner.js';

const scanner = bareScanner();
/** Looks like the rest of a value: who looks beyond the end goes on there. */
const BEHIND = Buffer.from('}]"0e":,[{');

/** How far a value goes that begins at the first byte; -1 when it was not accepted. */
function skipped(text: Buffer, behind: Buffer = BEHIND): number {
  show(scanner, text, behind);
  return scanner.skipSingle(text.length);
}

/** Blanks to put between what a value is printed of, one after the other and over again. */
const blanks = fc.array(fc.constantFrom('', '', '', ' ', '  '), { minLength: 1, maxLength: 7 });

/** A value as JSON, with these blanks wherever some may stand. */
function printed(value: unknown, spaces: readonly string[]): string {
  let at = 0;
  const blank = () => spaces[at++ % spaces.length] ?? '';
  const list = (items: readonly string[]) => items.map((item) => `${blank()}${item}${blank()}`).join(',');
  const print = (inner: unknown): string => {
    if (Array.isArray(inner)) return `[${list(inner.map(print))}${blank()}]`;
    if (typeof inner !== 'object' || inner === null) return JSON.stringify(inner);
    const fields = Object.entries(inner).map(([key, field]) => `${JSON.stringify(key)}${blank()}:${blank()}${print(field)}`);
    return `{${list(fields)}${blank()}}`;
  };
  return print(value);
}

const plainText = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)), maxLength: 9 });
const unescapedText = plainText.map((text) => text.replaceAll(/["\\]/g, '_'));
/** As exporters write values: printable ASCII without escapes, whole numbers. */
const { plain } = fc.letrec((tie) => ({
  plain: fc.oneof(
    { maxDepth: 6, depthSize: 'small' },
    unescapedText,
    fc.integer({ min: -(10 ** 15) + 1, max: 10 ** 15 - 1 }),
    fc.constantFrom(true, false, null),
    fc.array(tie('plain'), { maxLength: 4 }),
    fc.dictionary(unescapedText, tie('plain'), { maxKeys: 4 }),
  ),
}));

const anyText = fc.oneof(
  fc.json(),
  fc.json({ stringUnit: 'binary' }),
  fc.tuple(fc.oneof(fc.jsonValue(), plain, plain, plain), blanks).map(([value, spaces]) => printed(value, spaces)),
);

type Mutation = readonly [kind: 'change' | 'remove' | 'double' | 'cut', at: number, byte: number];
const mutation: fc.Arbitrary<Mutation> = fc.tuple(
  fc.constantFrom('change', 'remove', 'double', 'cut'),
  fc.nat(),
  fc.oneof(fc.constantFrom(...Buffer.from('{}[]":,0-+.eE1 \\tfn\u0001\u007f/')), fc.integer({ min: 0, max: 255 })),
);

/** Bytes that hold a value together are met more often than others. */
function placeIn(text: Buffer, place: number): number {
  const joints = [...text.keys()].filter((at) => '{}[],:"'.includes(String.fromCharCode(text[at] ?? 0)));
  return joints[place % (joints.length * 2)] ?? place % (text.length + 1);
}

function mutated(text: Buffer, [kind, place, byte]: Mutation): Buffer {
  const at = placeIn(text, place);
  const [before, rest] = [text.subarray(0, at), text.subarray(at + 1)];
  const own = text.subarray(at, at + 1);
  switch (kind) {
    case 'change':
      return Buffer.concat([before, Buffer.of(byte), rest]);
    case 'remove':
      return Buffer.concat([before, rest]);
    case 'double':
      return Buffer.concat([before, own, own, rest]);
    case 'cut':
      return Buffer.from(before);
  }
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const nested = (depth: number): string => `${'[{"a":'.repeat(depth / 2)}0${'}]'.repeat(depth / 2)}`;

describe('what strict JSON accepts', () => {
  it('is JSON up to where it ends, whatever was done to the text', () => {
    let accepted = 0;
    fc.assert(
      fc.property(anyText, fc.array(mutation, { maxLength: 3 }), (text, mutations) => {
        const bytes = mutations.reduce(mutated, Buffer.from(text));
        const end = skipped(bytes);
        if (end === -1) return;
        accepted += 1;
        expect(end).toBeLessThanOrEqual(bytes.length);
        if (!isJson(bytes.toString('utf8', 0, end))) throw new Error(`not JSON: ${bytes.toString('utf8', 0, end)}`);
      }),
      { numRuns: 4_000 },
    );
    // Not by refusing everything.
    expect(accepted).toBeGreaterThan(500);
  });

  it('is every value as exporters write it, in whole', () => {
    fc.assert(
      fc.property(plain, blanks, (value, spaces) => {
        const text = printed(value, spaces);
        expect({ text, end: skipped(Buffer.from(text)) }).toEqual({ text, end: text.length });
      }),
      { numRuns: 1_000 },
    );
  });

  it('does not look at bytes beyond the end that it was given', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), fc.constantFrom('"', '}', ']', '0', ' ', 'e"}', 'ue', 'l', '.5', 'e3'), (text, place, after) => {
        const bytes = Buffer.from(text);
        const end = place % (bytes.length + 1);
        const told = bytes.subarray(0, end);
        const reached = skipped(told, Buffer.concat([Buffer.from(after), BEHIND]));
        expect(reached).toBe(skipped(told, Buffer.alloc(32)));
        if (reached !== -1) expect({ end, isWithin: reached <= end }).toEqual({ end, isWithin: true });
        if (reached !== -1) expect(isJson(bytes.toString('utf8', 0, reached))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['a value 32 deep', nested(32), true],
    ['none that is deeper', nested(34), false],
    ['15 digits', '999999999999999', true],
    ['no more of them', '1000000000000000', false],
    ['an escape', '"\\n"', false],
    ['a fraction', '1.5', false],
    ['an exponent', '1e3', false],
    ['a zero before digits', '01', false],
    ['a sign alone', '-', false],
    ['a letter beyond ASCII', '"é"', false],
    ['a comma before the end of a list', '[1,]', false],
    ['a comma before the end of an object', '{"a":1,}', false],
    ['a comma alone', '[,]', false],
    ['another sign for a comma', '{"a":1;"b":2}', false],
    ['another sign for a comma in a list', '[1;2]', false],
    ['another sign for a colon', '{"a"=1}', false],
    ['a key without a value', '{"a"}', false],
    ['a number as a key', '{1:1}', false],
    ['nothing', '', false],
  ])('is as said: %s', (_what, text, isAccepted) => {
    expect(skipped(Buffer.from(text)) === text.length && text !== '').toBe(isAccepted);
  });
});
