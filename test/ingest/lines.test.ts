import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from '../../src/ingest/lines.js';

interface Copy {
  readonly number: number;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly text: string;
  readonly isTooLong: boolean;
  readonly isTerminated: boolean;
}

function linesOf(chunks: readonly Buffer[], longest?: number): readonly Copy[] {
  const splitter = new LineSplitter({ byteOffset: 0, lines: 0 }, longest);
  const lines: Copy[] = [];
  const keep = ({ bytes, ...line }: Parameters<typeof copyOf>[0]) => lines.push(copyOf({ bytes, ...line }));
  for (const chunk of chunks) {
    for (const line of splitter.push(chunk)) keep(line);
    // Streams fill their buffers again.
    chunk.fill(0x23);
  }
  for (const line of splitter.end()) keep(line);
  return lines;
}

function copyOf({ bytes, ...line }: Omit<Copy, 'text'> & { readonly bytes: Buffer }): Copy {
  return { ...line, text: bytes.toString('latin1') };
}

function cut(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const sorted = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...sorted].map((from, at) => Buffer.from(bytes.subarray(from, sorted[at] ?? bytes.length)));
}

const content = fc
  .array(fc.constantFrom('a', 'bc', '\n', '\r', '\r\n', '{"x":1}'), { maxLength: 30 })
  .map((parts) => Buffer.from(parts.join('')));
const places = fc.array(fc.nat(200), { maxLength: 8 });

describe('LineSplitter', () => {
  it('gives the same lines, numbers and offsets however the bytes are cut into chunks', () => {
    fc.assert(
      fc.property(content, places, (bytes, at) => {
        expect(linesOf(cut(bytes, at))).toEqual(linesOf([Buffer.from(bytes)]));
      }),
    );
  });

  it('gives lines that make up the whole stream again', () => {
    fc.assert(
      fc.property(content, places, (bytes, at) => {
        const lines = linesOf(cut(bytes, at));
        const whole = lines.map(
          ({ byteOffset, byteLength, isTerminated }) =>
            bytes.toString('latin1', byteOffset, byteOffset + byteLength) + (isTerminated ? '\n' : ''),
        );
        expect(whole.join('')).toBe(bytes.toString('latin1'));
        expect(lines.map(({ number }) => number)).toEqual(lines.map((_, index) => index + 1));
      }),
    );
  });

  it('finds the same lines too long, and where they are, however they are cut', () => {
    const places = (chunks: readonly Buffer[]) => linesOf(chunks, 4).map(({ text: _, ...place }) => place);
    fc.assert(
      fc.property(content, fc.array(fc.nat(200), { maxLength: 8 }), (bytes, at) => {
        expect(places(cut(bytes, at))).toEqual(places([Buffer.from(bytes)]));
      }),
    );
  });

  it.each([
    ['', []],
    ['a', ['a']],
    ['a\n', ['a']],
    ['a\nb', ['a', 'b']],
    ['a\r\nb\r\n', ['a', 'b']],
    ['\n\n', ['', '']],
    ['a\rb\n', ['a\rb']],
    ['a\r', ['a']],
    ['a\r\r\n', ['a\r']],
  ])('cuts %j into %j', (text, expected) => {
    expect(linesOf([Buffer.from(text)]).map((line) => line.text)).toEqual(expected);
  });

  it('says of a last line whether it ended', () => {
    expect(linesOf([Buffer.from('a\nb')]).map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
  });

  it('holds the beginning of a line that is too long, and goes on after it', () => {
    const lines = linesOf([Buffer.from(`${'x'.repeat(10_000)}`), Buffer.from('yyy\nshort\n')], 5_000);
    expect(lines.map(({ isTooLong, byteLength, byteOffset }) => ({ isTooLong, byteLength, byteOffset }))).toEqual([
      { isTooLong: true, byteLength: 10_003, byteOffset: 0 },
      { isTooLong: false, byteLength: 5, byteOffset: 10_004 },
    ]);
    expect(lines[0]?.text).toBe('x'.repeat(4096));
  });

  it('goes on at the place where another left off', () => {
    const splitter = new LineSplitter({ byteOffset: 100, lines: 7 });
    const [line] = [...splitter.push(Buffer.from('a\n'))];
    expect(line).toMatchObject({ number: 8, byteOffset: 100 });
  });
});
