import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Part, PartOrder, PartRequest, ReadPart } from './part.js';

/** A shorter file is read before a thread has started. */
export const LEAST_BYTES = 8 * 1024 * 1024;

/** What a thread makes is handed over or gone soon: a large young generation would only be memory. */
const LIMITS = { maxYoungGenerationSizeMb: 16 };

/** The threads that read large files, beside the one that writes: one reads faster than that writes, unless it has to parse lines in full. */
export class ReadingThreads {
  readonly #most: number;
  /** Those that read nothing. */
  #idle: ReadingThread[] = [];

  constructor(most: number = Math.min(availableParallelism() - 1, 2)) {
    this.#most = most;
  }

  /** False where this is the only thread that can work. */
  get canHelp(): boolean {
    return this.#most > 0;
  }

  /** Starts one before it is known what there is to read: that takes a tenth of a second. */
  prepare(): void {
    if (this.canHelp && this.#idle.length === 0) this.#idle.push(new ReadingThread());
  }

  /** Threads for so many parts of a file. Who takes them gives them back. */
  take(order: PartOrder, parts: number): readonly ReadingThread[] {
    const threads = Array.from({ length: Math.min(this.#most, parts) }, () => this.#next());
    for (const thread of threads) thread.begin(order);
    return threads;
  }

  /** Keeps threads for the next file; one that still has something to answer, or failed, is ended. */
  giveBack(threads: readonly ReadingThread[]): void {
    for (const thread of threads) {
      if (thread.isAtRest) this.#idle.push(thread);
      else thread.close();
    }
  }

  /** Ends those that read nothing. */
  close(): void {
    for (const thread of this.#idle.splice(0)) thread.close();
  }

  #next(): ReadingThread {
    return this.#idle.pop() ?? new ReadingThread();
  }
}

/** One thread, which answers in the order in which it is asked. */
export class ReadingThread {
  readonly #worker: Worker;
  readonly #waiting: { resolve(read: ReadPart): void; reject(error: unknown): void }[] = [];
  /** What it failed of, when nobody was waiting. */
  #failure: { readonly error: unknown } | undefined;

  constructor() {
    this.#worker = new Worker(new URL('./reader-thread.js', import.meta.url), { resourceLimits: LIMITS });
    this.#worker.on('message', (read: ReadPart) => this.#waiting.shift()?.resolve(read));
    this.#worker.on('error', (error) => this.#fail(error));
  }

  /** True when all that was asked is answered. */
  get isAtRest(): boolean {
    return this.#waiting.length === 0 && this.#failure === undefined;
  }

  /** Names the file that parts are read of from now on. */
  begin(order: PartOrder): void {
    this.#worker.postMessage(order);
  }

  /** What the lines of a part say, put into `spare` where that is large enough. Rejects with what the thread failed of. */
  read(part: Part, spare: ArrayBuffer | undefined): Promise<ReadPart> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure.error);
    const answer = new Promise<ReadPart>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    const request: PartRequest = { part, ...(spare === undefined ? {} : { spare }) };
    this.#worker.postMessage(request, spare === undefined ? [] : [spare]);
    return answer;
  }

  close(): void {
    void this.#worker.terminate();
  }

  #fail(error: unknown): void {
    this.#failure = { error };
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
