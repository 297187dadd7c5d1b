import { parentPort, workerData } from 'node:worker_threads';
import { openCase } from '../store/open.js';
import type { Answer } from '../tui/effects.js';
import { slowAnswer } from '../tui/slow-reads.js';
import type { Order, Question } from './case-reader.js';

const caseFile = openCase({ path: workerData, mode: 'read' });
const { view } = caseFile;
const matcher = caseFile.matcher();
parentPort?.on('message', (order: Order) => {
  if (order.kind === 'prepare') prepare(matcher.preparations());
  else parentPort?.postMessage(answerTo(order.question));
});

function answerTo({ read, revision }: Question): Answer | undefined {
  const answer = view.revision() === revision ? slowAnswer(view, read, (filter) => matcher.matching(filter)) : undefined;
  // An import may have linked the case anew meanwhile: rows of two revisions would stand beside each other.
  return view.revision() === revision ? answer : undefined;
}

/** A step at a time: a question that comes meanwhile is answered before the next. */
function prepare(steps: Iterator<unknown>): void {
  if (steps.next().done !== true) setImmediate(() => prepare(steps));
}
