import { parentPort, workerData } from 'node:worker_threads';
import type { OutboundCallColumns } from '../model/link/outbound-calls.js';
import { copyLog, openCase } from '../store/open.js';
import type { JudgingOrder } from './judge.js';
import { judgementOf } from './run-rules.js';

const { path }: JudgingOrder = workerData;
// While linking works out what rules ask, nothing else is to be done here.
copyLog(path);
const caseFile = openCase({ path, mode: 'read' });

// Told as it is kept: what findings look up only when they are asked for would be lost between threads. The case is closed before, since who asked may be the last to close it.
parentPort?.once('message', (calls: OutboundCallColumns) => {
  caseFile.knowCalls(calls);
  const told = JSON.stringify(judgementOf(caseFile.detection));
  caseFile.close();
  parentPort?.postMessage(told);
});
