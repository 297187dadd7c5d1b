import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Compression, compressionOf, unpacked } from '../../src/ingest/decompress.js';
import { zstdFrame } from './zstd-frame.js';

const TEXT = Buffer.from('{"a":1}\n'.repeat(50_000));

/** What comes out before the end or the damage, and whether there was damage. */
async function read(packed: Buffer, compression: Compression, chunkBytes = 1000): Promise<{ bytes: Buffer; isDamaged: boolean }> {
  const chunks: Buffer[] = [];
  for (let at = 0; at < packed.length; at += chunkBytes) chunks.push(packed.subarray(at, at + chunkBytes));
  const parts: Buffer[] = [];
  try {
    for await (const part of unpacked(Readable.from(chunks), compression)) {
      parts.push(part);
      // A reader that is slower than the unpacking, as one that writes to a case is.
      await new Promise(setImmediate);
      await new Promise(setImmediate);
    }
  } catch {
    return { bytes: Buffer.concat(parts), isDamaged: true };
  }
  return { bytes: Buffer.concat(parts), isDamaged: false };
}

describe('compressionOf', () => {
  it.each<[string, Buffer, Compression]>([
    ['gzip', gzipSync('x'), 'gzip'],
    ['zstd', zstdFrame(Buffer.from('x')), 'zstd'],
    ['text', Buffer.from('{"a":1}'), 'none'],
    ['nothing', Buffer.alloc(0), 'none'],
    ['half of a magic number', Buffer.from([0x28, 0xb5]), 'none'],
    ['one byte of gzip', Buffer.from([0x1f]), 'none'],
  ])('tells %s by its first bytes', (_what, bytes, expected) => {
    expect(compressionOf(bytes.subarray(0, 4))).toBe(expected);
  });
});

describe('unpacked', () => {
  it.each<[string, Compression, Buffer]>([
    ['plain bytes', 'none', TEXT],
    ['gzip', 'gzip', gzipSync(TEXT)],
    [
      'gzip of several members, as logs that were joined are',
      'gzip',
      Buffer.concat([gzipSync(TEXT.subarray(0, 1000)), gzipSync(TEXT.subarray(1000))]),
    ],
    ['gzip with zeros after it, as on a tape', 'gzip', Buffer.concat([gzipSync(TEXT), Buffer.alloc(200_000)])],
    ['zstd', 'zstd', zstdFrame(TEXT)],
    ['zstd of several frames', 'zstd', Buffer.concat([zstdFrame(TEXT.subarray(0, 1000)), zstdFrame(TEXT.subarray(1000))])],
  ])('gives back the bytes of %s', async (_what, compression, packed) => {
    const { bytes, isDamaged } = await read(packed, compression);
    expect(isDamaged).toBe(false);
    expect(bytes.equals(TEXT)).toBe(true);
  });

  it('reads zstd as a compressor writes it', async () => {
    // printf 'line one\nline one\nline one\nline two\n' | zstd -19
    const packed = Buffer.from('KLUv/QRonQAAaGxpbmUgb25lCnR3bwoBAKzLEWEXovI=', 'base64');
    const { bytes } = await read(packed, 'zstd', 7);
    expect(bytes.toString()).toBe('line one\nline one\nline one\nline two\n');
  });

  const noise = Buffer.from(randomBytes(600_000).toString('hex'));

  it.each([0.999, 0.7, 0.3])('gives every byte before the place where gzip was cut off, at %f of it', async (part) => {
    const packed = gzipSync(noise);
    const { bytes, isDamaged } = await read(packed.subarray(0, Math.floor(packed.length * part)), 'gzip', 1_000_000);
    expect(isDamaged).toBe(true);
    expect(bytes.equals(noise.subarray(0, bytes.length))).toBe(true);
    expect(bytes.length).toBeGreaterThan(noise.length * part - 70_000);
  });

  it.each([0.999, 0.7, 0.3])('gives every whole block before the place where zstd was cut off, at %f of it', async (part) => {
    const packed = zstdFrame(noise);
    const { bytes, isDamaged } = await read(packed.subarray(0, Math.floor(packed.length * part)), 'zstd', 1_000_000);
    expect(isDamaged).toBe(true);
    expect(bytes.equals(noise.subarray(0, bytes.length))).toBe(true);
    expect(bytes.length).toBeGreaterThan(noise.length * part - 140_000);
  });

  it.each<[Compression, Buffer]>([
    ['gzip', gzipSync(noise)],
    ['zstd', zstdFrame(noise)],
  ])('lets go of %s that is not read to its end', async (compression, packed) => {
    for await (const part of unpacked(Readable.from([packed, packed.subarray(0, 100)]), compression)) {
      expect(part.equals(noise.subarray(0, part.length))).toBe(true);
      break;
    }
    // What failed of it meanwhile would be told by now, with nobody to hear it.
    await new Promise((resolve) => setTimeout(resolve, 20));
  });

  it('says that zeros in the middle of gzip are damage', async () => {
    const packed = gzipSync(noise);
    packed.fill(0, 300_000, 300_100);
    expect((await read(packed, 'gzip')).isDamaged).toBe(true);
  });
});
