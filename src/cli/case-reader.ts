import { Worker } from 'node:worker_threads';
import type { Answer } from '../tui/effects.js';
import type { ReadElsewhere } from '../tui/reads-elsewhere.js';
import type { SlowRead } from '../tui/slow-reads.js';

/** A thread that answers slow reads of a case on a connection of its own. */
export interface CaseReader {
  readonly read: ReadElsewhere;
  /** Ends it, whatever it is doing. */
  close(): Promise<void>;
}

/** What the thread is asked. */
export interface Question {
  readonly number: number;
  readonly read: SlowRead;
  readonly revision: number;
}

/** What it says to that; no answer when the case moved on meanwhile. */
export interface Reply {
  readonly number: number;
  readonly answer: Answer | undefined;
}

interface Waiting {
  resolve(answer: Answer | undefined): void;
  reject(error: unknown): void;
}

/** The thread, as it lies beside the built program. */
const THREAD = new URL('./case-reader-thread.js', import.meta.url);

/** A reader of the case at this path. Its thread begins with the first question. */
export function caseReader(path: string, thread: URL = THREAD): CaseReader {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let asked = 0;
  const begun = (): Worker => {
    const one = new Worker(thread, { workerData: path });
    one.on('message', ({ number, answer }: Reply) => {
      waiting.get(number)?.resolve(answer);
      waiting.delete(number);
    });
    one.on('error', (error) => {
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    });
    return one;
  };
  return {
    read: (read, revision) =>
      new Promise((resolve, reject) => {
        worker ??= begun();
        asked += 1;
        waiting.set(asked, { resolve, reject });
        const question: Question = { number: asked, read, revision };
        worker.postMessage(question);
      }),
    close: async () => {
      await worker?.terminate();
    },
  };
}
