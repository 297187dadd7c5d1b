import { once } from 'node:events';
import { createWriteStream, renameSync, rmSync, statSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { UserError } from '../model/error.js';
import { printable } from '../model/printable.js';
import type { OutputOptions } from './options/output-options.js';
import type { World } from './world.js';

/** Where a command's result goes. */
export interface Output {
  /** Gives the text on, and waits where the reader is slower. False once nobody reads any more: what follows may be left out. */
  write(text: string): Promise<boolean>;
  /** Finishes the result. A file appears under its name only now, whole. */
  end(): Promise<void>;
  /** Takes back what was begun. */
  discard(): void;
}

/**
 * The output that the options name: a file, or standard output. Called before any work is done: throws `UserError` when the file
 * exists and may not be overwritten, or can't be made.
 */
export function openOutput(world: World, options: OutputOptions): Output {
  if (options.output === undefined || options.output === '-') return streamOutput(world.stdout);
  return fileOutput(options.output, options.force === true);
}

/** Does work that reads a case as it is at one moment. */
export type AtOneMoment = <Result>(work: () => Result) => Result;

/**
 * Writes all of a result to where the options say, a piece at a time. `atOneMoment` is called for what is written together: not for all of it, since whoever reads it
 * may take for ever, and the case would have to stay as it is.
 */
export async function writeAll(output: Output, pieces: Iterable<string>, atOneMoment: AtOneMoment = (work) => work()): Promise<void> {
  const left = pieces[Symbol.iterator]();
  try {
    for (let isLast = false; !isLast; ) {
      const batch = atOneMoment(() => nextBatch(left));
      isLast = batch.isLast;
      if (!(await output.write(batch.text))) return;
    }
    await output.end();
  } catch (error) {
    output.discard();
    throw error;
  } finally {
    left.return?.();
  }
}

function nextBatch(pieces: Iterator<string>): { readonly text: string; readonly isLast: boolean } {
  let text = '';
  while (text.length < BATCH) {
    const { done, value } = pieces.next();
    if (done === true) return { text, isLast: true };
    text += value;
  }
  return { text, isLast: false };
}

/** Small pieces are gathered: one write for each would cost more than making them. */
const BATCH = 65_536;

function streamOutput(stream: Writable): Output {
  return {
    write: (text) => writeOrWait(stream, text),
    end: async () => undefined,
    discard: () => undefined,
  };
}

async function writeOrWait(stream: Writable, text: string): Promise<boolean> {
  if (stream.destroyed || stream.writableEnded) return false;
  if (!stream.write(text)) await drainedOrClosed(stream);
  return !stream.destroyed;
}

/** Listens for what comes first, and then no more for the other. */
async function drainedOrClosed(stream: Writable): Promise<void> {
  const heard = new AbortController();
  const { signal } = heard;
  await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })]).catch(() => undefined);
  heard.abort();
}

function fileOutput(path: string, isForced: boolean): Output {
  const present = statSync(path, { throwIfNoEntry: false });
  if (present?.isDirectory()) throw new UserError(`${printable(path)} is a folder`, 'Name a file to write.');
  // A device or a pipe is written to as it is: there is nothing in it to lose, and it must not be replaced.
  const isPlain = present === undefined || present.isFile();
  if (present !== undefined && isPlain && !isForced) throw new UserError(`${printable(path)} exists`, 'Add --force to overwrite it.');
  if (statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new UserError(`${printable(dirname(path))} is no folder`, 'Make it first, or write elsewhere.');
  }
  const partial = isPlain ? `${path}.${process.pid}.partial` : path;
  return partialFile(partial, path);
}

/** Made with the first write: a run that ends before it has a result leaves nothing behind. */
function partialFile(partial: string, path: string): Output {
  let stream: WriteStream | undefined;
  let failure: Error | undefined;
  const opened = (): WriteStream => {
    stream ??= createWriteStream(partial).on('error', (error) => {
      failure = error;
    });
    return stream;
  };
  const check = (): void => {
    if (failure !== undefined) throw new UserError(`${printable(path)} can't be written: ${failure.message}`);
  };
  return {
    write: async (text) => {
      await writeOrWait(opened(), text);
      check();
      return true;
    },
    end: async () => {
      const ending = opened();
      ending.end();
      await once(ending, 'close').catch(() => undefined);
      check();
      if (partial !== path) renameSync(partial, path);
    },
    discard: () => {
      stream?.destroy();
      if (partial !== path) rmSync(partial, { force: true });
    },
  };
}
