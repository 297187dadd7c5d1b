import { hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';
import xxhash from 'xxhash-wasm';
import type { RawEvent } from '../../model/case-view.js';
import { type LineHashScheme, lineHasher } from '../../model/line-hash.js';

/** Where a line stands in a source, and what it hashed to when it was read. */
export interface RawPlace {
  readonly file: string;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly hash: number;
}

const { h64Raw } = await xxhash();

const GZIP_MAGIC = 0x1f8b;
const ZSTD_MAGIC = 0x28b52ffd;
const SQLITE_MAGIC = 'SQLite format 3\0';
/** Captures of system calls are files of this kind. */
const PCAPNG_MAGIC = 0x0a0d0d0a;

/** The line as its source holds it now, checked against its stored hash. Never rejects. */
export async function readRawEvent(place: RawPlace, scheme: LineHashScheme): Promise<RawEvent> {
  const hashOf = lineHasher(scheme, { sha256: (bytes) => hash('sha256', bytes), xxh64: h64Raw });
  try {
    if (!(await stat(place.file)).isFile()) return { kind: 'gone', reason: `${place.file} is no regular file` };
    const content = await contentOf(place.file, place.byteOffset);
    if (typeof content === 'string') return { kind: 'gone', reason: `${place.file} ${content}` };
    const bytes = await readRange(content, place);
    if (bytes === undefined || hashOf(bytes) !== place.hash)
      return { kind: 'gone', reason: `${place.file} has changed since it was imported: the line is no longer there` };
    return { kind: 'line', text: bytes.toString('utf8') };
  } catch (error) {
    return { kind: 'gone', reason: `${place.file} can't be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}

interface Content {
  readonly stream: Readable;
  /** Bytes of the stream before the line. */
  readonly skip: number;
}

/** The file's content from some place before the line on, or why it can't be read by lines. */
async function contentOf(file: string, byteOffset: number): Promise<Content | string> {
  const head = Buffer.alloc(SQLITE_MAGIC.length);
  const handle = await open(file, 'r');
  await handle.read(head, 0, head.length, 0).finally(() => handle.close());
  if (head.readUInt32BE(0) === ZSTD_MAGIC) return "is packed by zstd, of which single lines can't be read back: unpack it";
  if (head.toString('latin1') === SQLITE_MAGIC) return 'is a database, of which single rows are not read back: open it with sqlite3';
  if (head.readUInt32BE(0) === PCAPNG_MAGIC)
    return 'is a capture of system calls, of which single events are not read back: open it with sysdig';
  if (head.readUInt16BE(0) !== GZIP_MAGIC) return { stream: createReadStream(file, { start: byteOffset }), skip: 0 };
  // A file that was cut off gives its last bytes too: the line's hash tells whether they are whole.
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  const raw = createReadStream(file);
  raw.on('error', (error) => gunzip.destroy(error));
  return { stream: raw.pipe(gunzip), skip: byteOffset };
}

async function readRange({ stream, skip }: Content, { byteLength }: RawPlace): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let before = skip;
  let missing = byteLength;
  try {
    for await (const chunk of stream) {
      if (!Buffer.isBuffer(chunk)) return undefined;
      const part = chunk.subarray(before, before + missing);
      before = Math.max(0, before - chunk.length);
      if (part.length > 0) parts.push(part);
      missing -= part.length;
      if (missing <= 0) break;
    }
  } catch (error) {
    if (missing > 0) throw error;
  } finally {
    stream.destroy();
  }
  return missing > 0 ? undefined : withoutCarriageReturn(Buffer.concat(parts));
}

function withoutCarriageReturn(bytes: Buffer): Buffer {
  return bytes.at(-1) === 0x0d ? bytes.subarray(0, -1) : bytes;
}
