import type { ChildProcess } from 'node:child_process';
import { resolve as absolute } from 'node:path';
import { PassThrough } from 'node:stream';
import { CompressionError, compressionOf } from './decompress.js';
import { childProcess, zlib } from './late-modules.js';

/** The program that reads captures, and what it is asked to print. */
const PROGRAM = 'sysdig';
const FIELDS = [
  ...['num', 'rawtime', 'cpu', 'dir', 'type', 'info'].map((field) => `evt.${field}`),
  ...['pid', 'ppid', 'vpid', 'name', 'pname', 'exe', 'exepath', 'cmdline', 'args', 'cwd', 'vmsize', 'vmrss'].map(
    (field) => `proc.${field}`,
  ),
  ...['user.uid', 'user.name', 'user.loginuid', 'thread.tid', 'thread.vtid'],
  ...['num', 'type', 'name', 'l4proto', 'cip', 'cport', 'sip', 'sport'].map((field) => `fd.${field}`),
  ...['id', 'name', 'image', 'image.id'].map((field) => `container.${field}`),
];
/** Without the star sysdig drops each event that lacks one of the fields. */
const OUTPUT = `*${FIELDS.map((field) => `%${field}`).join(' ')}`;

const SECTION_HEADER = 0x0a0d0d0a;
/** *Source:* falcosecurity/libs userspace/libscap/scap_savefile.h: blocks of a capture are numbered from 0x201 on, those of packets below. */
const FIRST_CAPTURE_BLOCK = 0x201;
const LAST_CAPTURE_BLOCK = 0x2ff;
const STDERR_KEPT = 4096;
/** So many bytes of a file's beginning tell a capture, packed or not. */
export const CAPTURE_HEAD_BYTES = 4096;

/** True for the beginning of a capture of system calls (`.scap`), packed or not. Its bytes tell, never its name. */
export function isCapture(head: Buffer): boolean {
  const bytes = compressionOf(head) === 'gzip' ? unpackedBeginning(head) : head;
  if (bytes.length < 12 || bytes.readUInt32BE(0) !== SECTION_HEADER) return false;
  const next = bytes.readUInt32LE(4);
  if (next + 4 > bytes.length) return false;
  const block = bytes.readUInt32LE(next);
  return block >= FIRST_CAPTURE_BLOCK && block <= LAST_CAPTURE_BLOCK;
}

function unpackedBeginning(head: Buffer): Buffer {
  try {
    const { constants, gunzipSync } = zlib();
    return gunzipSync(head.subarray(0, CAPTURE_HEAD_BYTES), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return Buffer.alloc(0);
  }
}

/** Why a capture can't be read here, in one line that says what to do; `undefined` when it can. */
export async function captureProblem(file: string): Promise<string | undefined> {
  const { stream, close } = openCapture(file);
  try {
    for await (const _ of stream) return undefined;
    return 'it is a capture of system calls that holds no events';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    close();
  }
}

/** A capture's events as sysdig prints them, one JSON object a line. The program is stopped by `close`, and does not tell how far it is. */
export function openCapture(file: string): { readonly stream: AsyncIterable<Buffer>; readonly bytesRead: () => number; close(): void } {
  const child = childProcess().spawn(PROGRAM, ['-r', absolute(file), '-j', '-p', OUTPUT], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = endOf(child);
  // Read from the first moment on: what a program printed that ended before anybody read is thrown away.
  const printed = child.stdout.pipe(new PassThrough());
  const stream = async function* () {
    yield* printed;
    const problem = await ended;
    if (problem !== undefined) throw new CompressionError(problem);
  };
  return { stream: stream(), bytesRead: () => 0, close: () => child.kill('SIGKILL') };
}

/** What went wrong by the time the program ended, if anything did. */
function endOf(child: ChildProcess): Promise<string | undefined> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-STDERR_KEPT);
  });
  return new Promise((resolve) => {
    child.on('error', (error) =>
      resolve('code' in error && error.code === 'ENOENT' ? NOT_INSTALLED : `${PROGRAM} can't be run: ${error.message}`),
    );
    child.on('close', (code) => {
      const last = said.trim().split('\n').at(-1) ?? '';
      resolve(code === 0 || code === null ? undefined : `${PROGRAM} could not read the capture to its end: ${last || `exit code ${code}`}`);
    });
  });
}

const NOT_INSTALLED = `it is a capture of system calls, and ${PROGRAM}, which reads those, is not installed here: where it is, run ${PROGRAM} -r FILE -pc -j > FILE.jsonl, and import that`;
