import { once } from 'node:events';
import type { Gunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import { zlib } from './late-modules.js';

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

/** Packed bytes are unpacked by pieces of this size, so that a bomb grows to no more than a thousand times as much at once, twice. */
const PIECE_BYTES = 32 * 1024;
/** What a piece mostly becomes, at once: for more of it, who unpacks waits for the thread that reads. */
const UNPACKED_BYTES = 1024 * 1024;

/** The bytes unpacked, a piece ahead of who reads them. Damaged ones give everything before the damage, then an error. */
export async function* unpacked(packed: AsyncIterable<Buffer>, compression: Compression): AsyncGenerator<Buffer> {
  if (compression === 'none') {
    yield* packed;
    return;
  }
  const unpacker = compression === 'gzip' ? new GzipUnpacker() : new ZstdUnpacker();
  try {
    let ahead: Promise<Step> | undefined;
    for await (const chunk of packed) {
      for (let from = 0; from < chunk.length; from += PIECE_BYTES) {
        const given = await ahead;
        // What comes after damage is not unpacked.
        if (given?.failure === undefined) ahead = taken(unpacker, unpacker.add(chunk.subarray(from, from + PIECE_BYTES)));
        yield* givenBy(given);
      }
    }
    yield* givenBy(await ahead);
    yield* givenBy(await taken(unpacker, unpacker.end()));
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

/** What a piece gave, and what it failed of. */
interface Step {
  readonly output: readonly Buffer[];
  readonly failure?: { readonly error: unknown };
}

function taken(unpacker: Unpacker, step: Promise<void>): Promise<Step> {
  return step.then(
    () => ({ output: unpacker.output.splice(0) }),
    (error: unknown) => ({ output: unpacker.output.splice(0), failure: { error } }),
  );
}

function* givenBy(step: Step | undefined): Generator<Buffer> {
  yield* step?.output ?? [];
  if (step?.failure !== undefined) throw step.failure.error;
}

class GzipUnpacker implements Unpacker {
  readonly output: Buffer[] = [];
  readonly #gunzip: Gunzip = zlib().createGunzip({ chunkSize: UNPACKED_BYTES });
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
