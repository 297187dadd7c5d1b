import { parentPort, workerData } from 'node:worker_threads';
import { openCase } from '../store/open.js';
import { slowAnswer } from '../tui/slow-reads.js';
import type { Question, Reply } from './case-reader.js';

const { view } = openCase({ path: workerData, mode: 'read' });
parentPort?.on('message', ({ number, read, revision }: Question) => {
  const answer = view.revision() === revision ? slowAnswer(view, read) : undefined;
  // An import may have linked the case anew meanwhile: rows of two revisions would stand beside each other.
  const reply: Reply = { number, answer: view.revision() === revision ? answer : undefined };
  parentPort?.postMessage(reply);
});
