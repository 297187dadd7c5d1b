import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteTexts, hashOfBytes } from '../../src/ingest/columns/byte-texts.js';

/** The text stands between others, as a string of a line does. */
function placed(text: string): { readonly bytes: Buffer; readonly from: number; readonly to: number } {
  const bytes = Buffer.from(`"${text}"`, 'latin1');
  return { bytes, from: 1, to: bytes.length - 1 };
}

function numberIn(texts: ByteTexts, text: string): number {
  const { bytes, from, to } = placed(text);
  return texts.number(bytes, from, to, hashOfBytes(bytes, from, to));
}

function foundIn(texts: ByteTexts, text: string): number {
  const { bytes, from, to } = placed(text);
  return texts.find(bytes, from, to, hashOfBytes(bytes, from, to));
}

const anyText = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: 6 });
/** Some are alike but for their last byte, some are others' beginnings. */
const text = fc.oneof(
  anyText,
  fc.constantFrom('', 'a', 'ab', 'abc', 'b', '\0', '\0\0'),
  fc.integer({ min: 0, max: 999 }).map((number) => `10.0.0.${number}`),
);
/** Each of them is met with many others: some thousand texts. */
const story = fc.array(fc.tuple(text, fc.constantFrom(1, 1, 700)), { maxLength: 24 });

function textsOf(told: readonly (readonly [string, number])[]): readonly string[] {
  return told.flatMap(([text, times]) => Array.from({ length: times }, (_, at) => (at === 0 ? text : `${text}-${at}`)));
}

describe('texts known by their bytes', () => {
  it('have a number each, counted from 1 in the order in which they were met, and keep it', () => {
    let most = 0;
    fc.assert(
      fc.property(story, (told) => {
        const texts = new ByteTexts();
        const expected = new Map<string, number>();
        for (const met of textsOf(told)) {
          const known = expected.get(met) ?? expected.size + 1;
          if (numberIn(texts, met) !== known) throw new Error(`${JSON.stringify(met)} has another number than ${known}`);
          expected.set(met, known);
        }
        expect(texts.count).toBe(expected.size);
        for (const [met, number] of expected) {
          const is = [numberIn(texts, met), foundIn(texts, met), Buffer.from(texts.bytes(number)).toString('latin1')];
          if (is[0] !== number || is[1] !== number || is[2] !== met)
            throw new Error(`${JSON.stringify(met)} of ${number} is ${JSON.stringify(is)}`);
        }
        most = Math.max(most, texts.count);
      }),
      { numRuns: 60 },
    );
    // All that grows did.
    expect(most).toBeGreaterThan(1_500);
  });

  it('are not found before they were met', () => {
    fc.assert(
      fc.property(fc.uniqueArray(text, { maxLength: 60 }), fc.nat(60), (all, count) => {
        const texts = new ByteTexts();
        const met = all.slice(0, count);
        for (const one of met) numberIn(texts, one);
        expect(all.map((one) => foundIn(texts, one))).toEqual(all.map((_, at) => (at < count ? at + 1 : 0)));
        expect(texts.count).toBe(met.length);
      }),
    );
  });

  it('are told apart where their hashes are the same', () => {
    const texts = new ByteTexts();
    const all = Array.from({ length: 1_500 }, (_, at) => placed(`${at}`));
    const numbers = all.map(({ bytes, from, to }) => texts.number(bytes, from, to, 7));
    expect(numbers).toEqual(all.map((_, at) => at + 1));
    expect(all.map(({ bytes, from, to }) => texts.find(bytes, from, to, 7))).toEqual(numbers);
    const other = placed('other');
    expect(texts.find(other.bytes, other.from, other.to, 7)).toBe(0);
  });

  it('may be longer than all that there is room for', () => {
    const texts = new ByteTexts();
    const long = ['x'.repeat(300_000), 'x'.repeat(300_001), 'y'];
    expect([...long, ...long].map((one) => numberIn(texts, one))).toEqual([1, 2, 3, 1, 2, 3]);
    expect(Buffer.from(texts.bytes(2)).toString()).toBe(long[1]);
  });
});
