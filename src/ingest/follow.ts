import { type FileHandle, open, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Input, isInputError, isReadAsItStands, readState } from './source-file.js';
import type { SourceImport } from './source-import.js';

/** A source that may still grow, kept open where its reading stands. */
interface GrowingFile {
  readonly input: Input;
  readonly handle: FileHandle;
  readonly importing: SourceImport;
  /** How far it was read. */
  offset: number;
}

const READ_BYTES = 1024 * 1024;
/** Somebody who watches sees a new event within this. */
const LOOK_EVERY_MS = 250;

/** Files that are read on as they grow. */
export class GrowingFiles {
  #files: readonly GrowingFile[] = [];

  get isEmpty(): boolean {
    return this.#files.length === 0;
  }

  /** Opens a file to be read as it grows, or nothing where it can't. */
  async open(input: Input, importing: SourceImport): Promise<GrowingFile | undefined> {
    const handle = await open(input.file, 'r');
    if (!(await isReadAsItStands(handle))) {
      await handle.close();
      return undefined;
    }
    const growing = { input, handle, importing, offset: 0 };
    this.#files = [...this.#files, growing];
    return growing;
  }

  /** Reads a piece of what was added to each. `replaced`: another file has its name now, or it became shorter; these are let go. */
  async look(): Promise<{ readonly grown: GrowingFile | undefined; readonly replaced: readonly Input[] }> {
    let grown: GrowingFile | undefined;
    const replaced: GrowingFile[] = [];
    for (const growing of this.#files) {
      if (await readAdded(growing)) grown = growing;
      else if (await isReplaced(growing)) replaced.push(growing);
    }
    await this.#letGo(replaced);
    return { grown, replaced: replaced.map(({ input }) => input) };
  }

  /** Ends the reading of all of them. */
  async close(): Promise<void> {
    await this.#letGo(this.#files);
  }

  async #letGo(files: readonly GrowingFile[]): Promise<void> {
    this.#files = this.#files.filter((growing) => !files.includes(growing));
    for (const { importing, handle, offset } of files) {
      try {
        importing.finish(await readState(handle, offset));
      } finally {
        await handle.close();
      }
    }
  }
}

/** Reads the next piece of what was added and keeps it. False when there is nothing. */
export async function readAdded(growing: GrowingFile): Promise<boolean> {
  const buffer = Buffer.alloc(READ_BYTES);
  const { bytesRead } = await growing.handle.read(buffer, 0, buffer.length, growing.offset);
  if (bytesRead === 0) return false;
  growing.offset += bytesRead;
  growing.importing.take(buffer.subarray(0, bytesRead));
  growing.importing.commit();
  return true;
}

async function isReplaced({ input, handle, offset }: GrowingFile): Promise<boolean> {
  const own = await handle.stat();
  if (own.size < offset) return true;
  try {
    const named = await stat(input.file);
    return named.ino !== own.ino || named.dev !== own.dev;
  } catch (error) {
    if (!isInputError(error)) throw error;
    // Renamed, and the new one is not made yet: it is looked for again.
    return false;
  }
}

/** Waits before the next look. Returns at once when aborted. */
export async function untilNextLook(signal: AbortSignal): Promise<void> {
  await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
}
