import { parentPort, workerData } from 'node:worker_threads';
import type { OutboundCallColumns } from '../model/link/outbound-calls.js';
import { readSocketsAhead } from '../store/link/sockets-ahead.js';
import { copyLog, openCase } from '../store/open.js';
import type { JudgingOrder, JudgingStep } from './judge.js';
import { judgementOf } from './run-rules.js';

const { path }: JudgingOrder = workerData;

parentPort?.on('message', (step: JudgingStep) => {
  // While linking works out what rules ask, nothing else is to be done here.
  if (step.kind === 'read') {
    if (step.sockets !== undefined) readSocketsAhead(path, step.sockets);
    copyLog(path);
  } else {
    parentPort?.postMessage(judged(step.calls));
    // The rest is linked still, as a rule.
    copyLog(path);
  }
});

/** Told as it is kept: what findings look up only when they are asked for would be lost between threads. The case is closed before, since who asked may be the last to close it. */
function judged(calls: OutboundCallColumns): string {
  const caseFile = openCase(path);
  try {
    caseFile.knowCalls(calls);
    return caseFile.atOneMoment(() => JSON.stringify(judgementOf(caseFile.detection)));
  } finally {
    caseFile.close();
  }
}
