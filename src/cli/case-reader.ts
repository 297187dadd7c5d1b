import { Worker } from 'node:worker_threads';
import type { Answer } from '../tui/effects.js';
import type { ReadElsewhere } from '../tui/reads-elsewhere.js';
import type { SlowRead } from '../tui/slow-reads.js';
import { newestFirst } from './newest-question.js';
import { type PackedAnswer, unpacked } from './packed-answer.js';

/** Threads that answer slow reads of a case, each on a connection of its own. */
export interface CaseReader {
  readonly read: ReadElsewhere;
  /** Has what matches are found by read before anybody asks. */
  readonly expectMatches: () => void;
  /** The same, and after it what all other answers are made from: one core at a time, since somebody is at work. */
  readonly expectReads: () => void;
  /** Ends them, whatever they are doing. */
  close(): Promise<void>;
}

/** What a thread is asked. */
export interface Question {
  readonly read: SlowRead;
  readonly revision: number;
}

/** What a thread is told to do. */
export type Order =
  | { readonly kind: 'answer'; readonly question: Question }
  | { readonly kind: 'prepareMatches' }
  | { readonly kind: 'prepareLists' };

/** What a thread says. */
export type Reply = { readonly kind: 'answer'; readonly answer: PackedAnswer } | { readonly kind: 'prepared' };

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
    expectMatches: () => matches.order({ kind: 'prepareMatches' }),
    expectReads: () => matches.order({ kind: 'prepareMatches' }, () => others.order({ kind: 'prepareLists' })),
    close: async () => {
      await Promise.all([matches.close(), others.close()]);
    },
  };
}

function readingThread(path: string, file: URL) {
  let worker: Worker | undefined;
  let settle: { resolve(answer: Answer | undefined): void; reject(error: unknown): void } | undefined;
  let failure: { readonly error: unknown } | undefined;
  let whenPrepared: (() => void) | undefined;
  const thread = (): Worker => {
    worker ??= begun();
    return worker;
  };
  const begun = (): Worker => {
    const made = new Worker(file, { workerData: path });
    made.on('message', (reply: Reply) => {
      if (reply.kind === 'answer') {
        settle?.resolve(unpacked(reply.answer));
        return;
      }
      const next = whenPrepared;
      whenPrepared = undefined;
      next?.();
    });
    made.on('error', (error) => {
      failure = { error };
      settle?.reject(error);
    });
    return made;
  };
  const order = (what: Order, andThen?: () => void): void => {
    if (andThen !== undefined) whenPrepared = andThen;
    thread().postMessage(what);
  };
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
  return { ask, order, close: async () => worker?.terminate() };
}
