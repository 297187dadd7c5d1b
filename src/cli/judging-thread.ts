import { parentPort } from 'node:worker_threads';
import { openCase } from '../store/open.js';
import { judgementOf } from './run-rules.js';

// Closed before it is told: who asked may be the last to close the case.
parentPort?.once('message', (path: string) => {
  const caseFile = openCase({ path, mode: 'read' });
  const judgement = judgementOf(caseFile.detection);
  caseFile.close();
  parentPort?.postMessage(judgement);
});
