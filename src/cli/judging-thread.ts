import { parentPort, workerData } from 'node:worker_threads';
import type { OutboundCallColumns } from '../model/link/outbound-calls.js';
import { copyLog, openCase } from '../store/open.js';
import type { JudgingOrder } from './judge.js';
import { judgementOf } from './run-rules.js';

const { path }: JudgingOrder = workerData;
// While linking works out what rules ask, nothing else is to be done here.
copyLog(path);
const caseFile = openCase({ path, mode: 'read' });

// Closed before it is told: who asked may be the last to close the case.
parentPort?.once('message', (calls: OutboundCallColumns) => {
  caseFile.knowCalls(calls);
  const judgement = judgementOf(caseFile.detection);
  caseFile.close();
  parentPort?.postMessage(judgement);
});
