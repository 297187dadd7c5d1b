import { type Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';

/** How a source's bytes are packed. Told by its first bytes, never by its name. */
export type Compression = 'none' | 'gzip' | 'zstd';

/** Packed bytes that can't be unpacked. */
export class CompressionError extends Error {
  override readonly name = 'CompressionError';
}

/** The packing that these first bytes (four are enough) announce. *Source:* RFC 1952 §2.3.1, RFC 8878 §3.1.1. */
export function compressionOf(head: Uint8Array): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  return head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd ? 'zstd' : 'none';
}

/** The stream's bytes unpacked. A damaged stream gives all bytes before the damage, then an error. */
export function unpacked(stream: Readable, compression: Compression): Readable {
  if (compression === 'none') return stream;
  const unpacker = compression === 'gzip' ? createGunzip({ chunkSize: 256 * 1024 }) : zstdTransform();
  stream.on('error', (error) => unpacker.destroy(error));
  return stream.pipe(unpacker);
}

function zstdTransform(): Transform {
  const transform = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        decoder.push(chunk);
        done();
      } catch (error) {
        done(new CompressionError(`the zstd data is damaged (${error instanceof Error ? error.message : String(error)})`));
      }
    },
    flush(done) {
      try {
        decoder.push(new Uint8Array(0), true);
        done();
      } catch (error) {
        done(new CompressionError(`the zstd data is damaged (${error instanceof Error ? error.message : String(error)})`));
      }
    },
  });
  const decoder = new Decompress((bytes) => {
    if (bytes.length > 0) transform.push(Buffer.from(bytes));
  });
  return transform;
}
