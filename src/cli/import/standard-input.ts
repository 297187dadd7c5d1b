import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Input } from '../../ingest/source-file.js';
import { UserError } from '../../model/error.js';

/** Reads standard input to its end into a file that is named after its content: the same stream again is the same source. */
export async function spooledInput(directory: string, signal: AbortSignal): Promise<Input> {
  refuseTerminal();
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const partial = join(directory, `stdin-${process.pid}.partial`);
  const digest = createHash('sha256');
  process.stdin.on('data', (chunk: Buffer) => digest.update(chunk));
  try {
    await pipeline(process.stdin, createWriteStream(partial, { mode: 0o600 }), { signal });
  } catch (error) {
    await unlink(partial).catch(() => undefined);
    throw error;
  }
  const file = join(directory, `stdin-${digest.digest('hex').slice(0, 16)}.jsonl`);
  await rename(partial, file);
  return { path: '-', file };
}

/** Standard input that is read while it comes, by way of a file that grows with it. */
export class GrowingStandardInput {
  /** Settles once nothing more will come. Absent until it was begun. */
  ended: Promise<void> | undefined;
  readonly #directory: string;
  readonly #signal: AbortSignal;

  constructor(directory: string, signal: AbortSignal) {
    this.#directory = directory;
    this.#signal = signal;
  }

  /** Starts keeping it. Resolves with the first bytes, or at its end when there are none. */
  async begin(): Promise<Input> {
    refuseTerminal();
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    const file = join(this.#directory, `stdin-${Date.now()}-${process.pid}.jsonl`);
    const target = createWriteStream(file, { mode: 0o600 });
    const first = once(process.stdin, 'data', { signal: this.#signal }).then(
      () => new Promise<void>((written) => target.write('', () => written())),
    );
    const all = pipeline(process.stdin, target, { signal: this.#signal });
    // What goes wrong later ends the stream: what came before is read.
    this.ended = all.catch(() => undefined);
    await Promise.race([first, all]).catch((error: unknown) => {
      if (!this.#signal.aborted) throw error;
    });
    return { path: '-', file };
  }
}

function refuseTerminal(): void {
  if (!process.stdin.isTTY) return;
  throw new UserError(
    'standard input is a terminal: there is nothing to read from it',
    'Pipe events in: zcat events.jsonl.gz | workbench open -',
  );
}
