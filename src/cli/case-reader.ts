import { Worker } from 'node:worker_threads';
import type { Answer } from '../tui/effects.js';
import type { ReadElsewhere } from '../tui/reads-elsewhere.js';
import type { SlowRead } from '../tui/slow-reads.js';
import { newestFirst } from './newest-question.js';

/** Threads that answer slow reads of a case, each on a connection of its own. */
export interface CaseReader {
  readonly read: ReadElsewhere;
  /** Has what matches are found by read before anybody asks. */
  readonly expectMatches: () => void;
  /** Ends them, whatever they are doing. */
  close(): Promise<void>;
}

/** What a thread is asked. */
export interface Question {
  readonly read: SlowRead;
  readonly revision: number;
}

/** What a thread is told to do. */
export type Order = { readonly kind: 'answer'; readonly question: Question } | { readonly kind: 'prepare' };

/** The thread, as it lies beside the built program. */
const THREAD = new URL('./case-reader-thread.js', import.meta.url);

/**
 * A reader of the case at this path. Its threads begin with the first question: one for matches, which are asked for at every letter and
 * can't wait for a pass that takes seconds, one for all else.
 */
export function caseReader(path: string, file: URL = THREAD): CaseReader {
  const [matches, others] = [readingThread(path, file), readingThread(path, file)];
  return {
    read: (read, revision) => (read.kind === 'readMatches' ? matches : others).ask({ read, revision }),
    expectMatches: matches.prepare,
    close: async () => {
      await Promise.all([matches.close(), others.close()]);
    },
  };
}

function readingThread(path: string, file: URL) {
  let worker: Worker | undefined;
  let settle: { resolve(answer: Answer | undefined): void; reject(error: unknown): void } | undefined;
  let failure: { readonly error: unknown } | undefined;
  const thread = (): Worker => {
    worker ??= begun();
    return worker;
  };
  const begun = (): Worker => {
    const made = new Worker(file, { workerData: path });
    made.on('message', (answer: Answer | undefined) => settle?.resolve(answer));
    made.on('error', (error) => {
      failure = { error };
      settle?.reject(error);
    });
    return made;
  };
  const order = (what: Order): void => thread().postMessage(what);
  const ask = newestFirst<Question, Answer | undefined>({
    kindOf: ({ read }) => read.kind,
    answer: (question) =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject };
        if (failure !== undefined) reject(failure.error);
        order({ kind: 'answer', question });
      }),
    passedOver: undefined,
  });
  return { ask, prepare: () => order({ kind: 'prepare' }), close: async () => worker?.terminate() };
}
