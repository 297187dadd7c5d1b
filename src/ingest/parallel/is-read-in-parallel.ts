import { type FileHandle, open } from 'node:fs/promises';
import type { StoredSource } from '../../model/store.js';
import { hasColumns } from '../format.js';
import { isReadAsItStands, type SourceFile } from '../source-file.js';
import { LEAST_BYTES } from './reading-threads.js';

const LINE_FEED = 0x0a;

/** True for a large plain file whose lines can be read each by itself, from the begin of one on. Rejects when the file can't be read. */
export async function isReadInParallel(stored: StoredSource, source: SourceFile): Promise<boolean> {
  const isLarge = source.identity.sizeBytes - stored.positionBytes >= LEAST_BYTES;
  if (!isLarge || source.framing !== undefined || !hasColumns(source.format)) return false;
  const handle = await open(source.identity.absolutePath, 'r');
  try {
    return (await isReadAsItStands(handle)) && (await isLineBegin(handle, stored.positionBytes));
  } finally {
    await handle.close();
  }
}

/** False after a last line that was taken without its feed. */
async function isLineBegin(handle: FileHandle, byteOffset: number): Promise<boolean> {
  if (byteOffset === 0) return true;
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, byteOffset - 1);
  return bytesRead === 1 && buffer[0] === LINE_FEED;
}
