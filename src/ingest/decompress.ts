import { once } from 'node:events';
import { createGunzip, type Gunzip } from 'node:zlib';
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

/** Packed bytes are unpacked by pieces of this size, so that a bomb grows to no more than a thousand times as much at once. */
const PIECE_BYTES = 64 * 1024;

/** The bytes unpacked. Damaged ones give everything before the damage, then an error. */
export async function* unpacked(packed: AsyncIterable<Buffer>, compression: Compression): AsyncGenerator<Buffer> {
  if (compression === 'none') {
    yield* packed;
    return;
  }
  const unpacker = compression === 'gzip' ? new GzipUnpacker() : new ZstdUnpacker();
  try {
    for await (const chunk of packed) {
      for (let from = 0; from < chunk.length; from += PIECE_BYTES)
        yield* givenBy(unpacker, () => unpacker.add(chunk.subarray(from, from + PIECE_BYTES)));
    }
    yield* givenBy(unpacker, () => unpacker.end());
  } finally {
    unpacker.close();
  }
}

/** Not a stream of Node's: one that fails forgets what it had unpacked and nobody had asked for yet. */
interface Unpacker {
  /** Unpacked so far and not taken. */
  readonly output: Buffer[];
  add(piece: Buffer): Promise<void>;
  end(): Promise<void>;
  close(): void;
}

async function* givenBy(unpacker: Unpacker, step: () => Promise<void>): AsyncGenerator<Buffer> {
  const failure = await step().then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  yield* unpacker.output.splice(0);
  if (failure !== undefined) throw failure.error;
}

class GzipUnpacker implements Unpacker {
  readonly output: Buffer[] = [];
  readonly #gunzip: Gunzip = createGunzip({ chunkSize: 256 * 1024 });
  /** Settles early where other bytes follow the compressed ones. */
  readonly #ended: Promise<unknown>;

  constructor() {
    this.#gunzip.on('data', (bytes: Buffer) => this.output.push(bytes));
    this.#ended = once(this.#gunzip, 'end');
    this.#ended.catch(() => undefined);
  }

  add(piece: Buffer): Promise<void> {
    const written = new Promise<void>((resolve) => this.#gunzip.write(piece, () => resolve()));
    return Promise.race([written.then(() => this.#failure()), this.#ended.then(() => undefined)]);
  }

  async end(): Promise<void> {
    this.#gunzip.end();
    await this.#ended;
  }

  close(): void {
    this.#gunzip.destroy();
  }

  #failure(): void {
    if (this.#gunzip.errored !== null) throw this.#gunzip.errored;
  }
}

class ZstdUnpacker implements Unpacker {
  readonly output: Buffer[] = [];
  readonly #decoder = new Decompress((bytes) => {
    if (bytes.length > 0) this.output.push(Buffer.from(bytes));
  });

  async add(piece: Buffer): Promise<void> {
    this.#push(piece, false);
  }

  async end(): Promise<void> {
    this.#push(new Uint8Array(0), true);
  }

  close(): void {
    // Nothing is held open.
  }

  #push(bytes: Uint8Array, isLast: boolean): void {
    try {
      this.#decoder.push(bytes, isLast);
    } catch (error) {
      throw new CompressionError(`the zstd data is damaged (${error instanceof Error ? error.message : String(error)})`);
    }
  }
}
