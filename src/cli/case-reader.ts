import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { openCase } from '../store/open.js';
import type { Answer } from '../tui/effects.js';
import type { ReadElsewhere } from '../tui/reads-elsewhere.js';
import { type SlowRead, slowAnswer } from '../tui/slow-reads.js';

/** A thread that answers slow reads of a case on a connection of its own. */
export interface CaseReader {
  readonly read: ReadElsewhere;
  /** Ends it, whatever it is doing. */
  close(): Promise<void>;
}

interface Question {
  readonly number: number;
  readonly read: SlowRead;
  readonly revision: number;
}

interface Reply {
  readonly number: number;
  readonly answer: Answer | undefined;
}

interface Waiting {
  resolve(answer: Answer | undefined): void;
  reject(error: unknown): void;
}

/** A reader of the case at this path. Its thread begins with the first question. */
export function caseReader(path: string): CaseReader {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let asked = 0;
  const begun = (): Worker => {
    const thread = new Worker(new URL(import.meta.url), { workerData: path });
    thread.on('message', ({ number, answer }: Reply) => {
      waiting.get(number)?.resolve(answer);
      waiting.delete(number);
    });
    thread.on('error', (error) => {
      for (const one of waiting.values()) one.reject(error);
      waiting.clear();
    });
    return thread;
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

function work(path: string): void {
  const { view } = openCase({ path, mode: 'read' });
  parentPort?.on('message', ({ number, read, revision }: Question) => {
    const answer = view.revision() === revision ? slowAnswer(view, read) : undefined;
    // An import may have linked the case anew meanwhile: rows of two revisions would stand beside each other.
    const reply: Reply = { number, answer: view.revision() === revision ? answer : undefined };
    parentPort?.postMessage(reply);
  });
}

if (!isMainThread && parentPort !== null) work(workerData);
