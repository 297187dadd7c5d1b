import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { openCase } from '../store/open.js';
import type { Answer } from '../tui/effects.js';
import type { ReadElsewhere } from '../tui/reads-elsewhere.js';
import { type SlowRead, slowAnswer } from '../tui/slow-reads.js';
import { newestFirst } from './newest-question.js';

/** Threads that answer slow reads of a case, each on a connection of its own. */
export interface CaseReader {
  readonly read: ReadElsewhere;
  /** Has what matches are found by read before anybody asks. */
  readonly expectMatches: () => void;
  /** Ends them, whatever they are doing. */
  close(): Promise<void>;
}

interface Question {
  readonly read: SlowRead;
  readonly revision: number;
}

type Order = { readonly kind: 'answer'; readonly question: Question } | { readonly kind: 'prepare' };

/**
 * A reader of the case at this path. Its threads begin with the first question: one for matches, which are asked for at every letter and
 * can't wait for a pass that takes seconds, one for all else.
 */
export function caseReader(path: string): CaseReader {
  const [matches, others] = [readingThread(path), readingThread(path)];
  return {
    read: (read, revision) => (read.kind === 'readMatches' ? matches : others).ask({ read, revision }),
    expectMatches: matches.prepare,
    close: async () => {
      await Promise.all([matches.close(), others.close()]);
    },
  };
}

function readingThread(path: string) {
  let worker: Worker | undefined;
  let settle: { resolve(answer: Answer | undefined): void; reject(error: unknown): void } | undefined;
  let failure: { readonly error: unknown } | undefined;
  const thread = (): Worker => {
    worker ??= begun();
    return worker;
  };
  const begun = (): Worker => {
    const made = new Worker(new URL(import.meta.url), { workerData: path });
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

function work(path: string): void {
  const caseFile = openCase({ path, mode: 'read' });
  const { view } = caseFile;
  const matcher = caseFile.matcher();
  parentPort?.on('message', (order: Order) => {
    if (order.kind === 'prepare') prepare(matcher.preparations());
    else parentPort?.postMessage(answerTo(order.question));
  });
  const answerTo = ({ read, revision }: Question): Answer | undefined => {
    const answer = view.revision() === revision ? slowAnswer(view, read, (filter) => matcher.matching(filter)) : undefined;
    // An import may have linked the case anew meanwhile: rows of two revisions would stand beside each other.
    return view.revision() === revision ? answer : undefined;
  };
}

/** A step at a time: a question that comes meanwhile is answered before the next. */
function prepare(steps: Iterator<unknown>): void {
  if (steps.next().done !== true) setImmediate(() => prepare(steps));
}

if (!isMainThread && parentPort !== null) work(workerData);
