import { createHash } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { FormatName } from '../model/source.js';
import { HEAD_BYTES, type SourceIdentity, type StoredSource } from '../model/store.js';
import { isDatabase, MAGIC_BYTES } from './database/pages.js';
import { reportLines } from './database/report-lines.js';
import { CompressionError, compressionOf, unpacked } from './decompress.js';
import { detectFormat } from './detect-format.js';
import type { Format } from './format.js';
import { FORMATS } from './formats/index.js';
import { type Framing, framingOf, unwrappedLines } from './framing.js';
import { LineSplitter, LONGEST_LINE_BYTES } from './lines.js';
import { CAPTURE_HEAD_BYTES, captureProblem, isCapture, openCapture } from './scap.js';

/** A source to import: `path` is shown, `file` is read (they differ for standard input, which is kept in a file first). */
export interface Input {
  readonly path: string;
  readonly file: string;
  /** What to read it as, whatever it looks like. */
  readonly format?: FormatName;
}

/** A file that turned out to be readable and of a known format. */
export interface SourceFile {
  readonly identity: SourceIdentity;
  readonly format: Format;
  /** What a container runtime put around each line. */
  readonly framing?: Framing;
}

/** Why a file can't be a source, and what to do about it. */
export interface Refusal {
  readonly path: string;
  readonly reason: string;
}

const READ_BYTES = 1024 * 1024;
const MAGIC_HEAD_BYTES = Math.max(MAGIC_BYTES, CAPTURE_HEAD_BYTES);
const SNIFF_BYTES = 256 * 1024;
const SNIFF_LINES = 200;
/** One line that is far too long must not hide those after it. */
const MOST_SNIFF_BYTES = 4 * LONGEST_LINE_BYTES;

/** Looks at a file's beginning: what it is, or why it is refused. `defaultNode` names the node of events that name none. Never throws for anything a file can be. */
export async function examine(
  input: Input,
  defaultNode: string,
): Promise<{ kind: 'source'; source: SourceFile } | { kind: 'refused'; refusal: Refusal }> {
  const refuse = (reason: string) => ({ kind: 'refused' as const, refusal: { path: input.path, reason } });
  let handle: FileHandle | undefined;
  try {
    handle = await open(input.file, 'r');
    const stats = await handle.stat();
    if (stats.isDirectory()) return refuse('it is a folder');
    if (stats.size === 0 && stats.isFile()) return refuse('it is empty');
    const head = await readHead(handle, HEAD_BYTES);
    const problem = isCapture(head) ? await captureProblem(input.file) : undefined;
    if (problem !== undefined) return refuse(problem);
    const { lines: framed, failure } = await firstLines(input.file);
    if (framed.length === 0 && failure !== undefined) return refuse(readFailure(failure));
    const framing = framingOf(framed);
    const lines = framing === undefined ? framed : unwrappedLines(framed, framing);
    if (framed.length === 0 && isDatabase(head)) return refuse("it is a database without the tables of chalk's server");
    const format = input.format === undefined ? detectFormat(lines) : FORMATS.find(({ name }) => name === input.format);
    if (format === undefined) return refuse(unknownFormat(lines));
    const identity = {
      path: input.path,
      absolutePath: resolve(input.file),
      format: format.name,
      sizeBytes: stats.size,
      modifiedMs: Math.floor(stats.mtimeMs),
      headHash: hashOf(head),
      defaultNode,
    };
    return { kind: 'source', source: { identity, format, ...(framing === undefined ? {} : { framing }) } };
  } catch (error) {
    if (!isInputError(error)) throw error;
    return refuse(readFailure(error));
  } finally {
    await handle?.close();
  }
}

async function readHead(handle: FileHandle, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  const { bytesRead } = await handle.read(buffer, 0, bytes, 0);
  return buffer.subarray(0, bytesRead);
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** True when the file still begins as the stored source did: it is the same, or it grew. */
export async function beginsAsBefore(file: string, stored: StoredSource): Promise<boolean> {
  return (await headHashOf(file, stored.sizeBytes)) === stored.headHash;
}

/** SHA-256 of the file's first bytes, as if it had this size. */
async function headHashOf(file: string, sizeBytes: number): Promise<string> {
  const handle = await open(file, 'r');
  try {
    return hashOf(await readHead(handle, Math.min(HEAD_BYTES, sizeBytes)));
  } finally {
    await handle.close();
  }
}

/** What a file is known again by, after this many bytes of it were read. */
export async function readState(
  handle: FileHandle,
  sizeBytes: number,
): Promise<Pick<SourceIdentity, 'sizeBytes' | 'modifiedMs' | 'headHash'>> {
  const { mtimeMs } = await handle.stat();
  return { sizeBytes, modifiedMs: Math.floor(mtimeMs), headHash: hashOf(await readHead(handle, Math.min(HEAD_BYTES, sizeBytes))) };
}

/** A file's first lines. `failure`: what ended them early; what came before decides, and the import reports the place. */
async function firstLines(file: string): Promise<{ readonly lines: readonly string[]; readonly failure?: unknown }> {
  const lines: string[] = [];
  const splitter = new LineSplitter();
  const { stream, close } = await openSource(file, SNIFF_BYTES);
  let bytes = 0;
  let failure: unknown;
  try {
    for await (const chunk of stream) {
      for (const line of splitter.push(chunk)) lines.push(withoutByteOrderMark(line.bytes).toString('utf8'));
      bytes += chunk.length;
      if (lines.length >= SNIFF_LINES || (bytes >= SNIFF_BYTES && lines.length > 1) || bytes >= MOST_SNIFF_BYTES) break;
    }
  } catch (error) {
    failure = error;
  } finally {
    close();
  }
  for (const line of splitter.end()) lines.push(withoutByteOrderMark(line.bytes).toString('utf8'));
  return { lines: lines.slice(0, SNIFF_LINES), failure };
}

/** The line without the mark that some editors put before the first. */
export function withoutByteOrderMark(line: Buffer): Buffer {
  return line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? line.subarray(3) : line;
}

/** A source's unpacked bytes, and how far its file was read (for progress). */
export interface OpenSource {
  readonly stream: AsyncIterable<Buffer>;
  readonly bytesRead: () => number;
  /** Lets go of the file, at whatever place. */
  close(): void;
}

/** Opens a file as a stream of unpacked bytes, of which so many stored ones are read at a time. Rejects when it can't be opened. */
export async function openSource(file: string, pieceBytes = READ_BYTES): Promise<OpenSource> {
  const handle = await open(file, 'r');
  const head = await readHead(handle, MAGIC_HEAD_BYTES);
  if (isDatabase(head)) return openDatabase(handle);
  if (isCapture(head)) {
    await handle.close();
    return openCapture(file);
  }
  const raw: ReadStream = createReadStream(file, { fd: handle, start: 0, highWaterMark: pieceBytes });
  const stream = unpacked(raw, compressionOf(head));
  return { stream, bytesRead: () => raw.bytesRead, close: () => raw.destroy() };
}

/** True for a file whose bytes are what is read of it: no packed one, no database, no capture. Only such a file is read on as it grows. */
export async function isReadAsItStands(handle: FileHandle): Promise<boolean> {
  const head = await readHead(handle, MAGIC_HEAD_BYTES);
  return (await handle.stat()).isFile() && compressionOf(head) === 'none' && !isDatabase(head) && !isCapture(head);
}

/** What is read of a database are its rows, one a line. */
function openDatabase(handle: FileHandle): OpenSource {
  let bytes = 0;
  const stream = async function* () {
    for await (const line of reportLines(handle)) {
      bytes += line.length;
      yield line;
    }
  };
  return {
    stream: stream(),
    bytesRead: () => bytes,
    close: () => {
      handle.close().catch(() => undefined);
    },
  };
}

function unknownFormat(lines: readonly string[]): string {
  const first = lines.find((line) => line.trim() !== '') ?? '';
  const isBinary = [...first].some((character) => character === '\ufffd' || character < '\t');
  if (first === '') return 'it holds no lines';
  return isBinary
    ? 'it is not text, so no format knows it'
    : 'no format knows its lines (workbench formats lists those that are read; --as FORMAT names one)';
}

/** True for what a file or its compression can do wrong, as opposed to a full disk of the case or a bug here. */
export function isInputError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return 'code' in error ? /^(?:E[A-Z0-9]+|Z_[A-Z_]+)$/.test(String(error.code)) : error instanceof CompressionError;
}

/** What went wrong with a file, in words. */
export function readFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EISDIR':
      return 'it is a folder';
    case 'Z_BUF_ERROR':
      return 'the compressed data ends early: the file was cut off';
    case 'Z_DATA_ERROR':
      return 'the compressed data is damaged';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

/** What the file is before it is read: if it changes meanwhile, that is seen the next time. */
export async function stateNow(file: string): Promise<Awaited<ReturnType<typeof readState>>> {
  const handle = await open(file, 'r');
  try {
    return await readState(handle, (await handle.stat()).size);
  } finally {
    await handle.close();
  }
}

/** Bytes of a file as it is stored, 0 for one that is not there. */
export async function sizeOf(file: string): Promise<number> {
  const stats = await stat(file).catch(() => undefined);
  return stats?.size ?? 0;
}
