import { parentPort, workerData } from 'node:worker_threads';
import { UserError } from '../model/error.js';
import type { ImportProgress } from '../model/progress.js';
import { runImport } from './import-session.js';
import type { WorkerCommand, WorkerMessage, WorkerOrder } from './import-worker.js';
import { judgementOf } from './run-rules.js';

async function work(order: WorkerOrder): Promise<void> {
  const stop = new AbortController();
  const send = (message: WorkerMessage) => parentPort?.postMessage(message);
  let last: ImportProgress = { phase: 'reading', bytesRead: 0, events: 0, problems: 0, elapsedMs: 0 };
  let inputEnded: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    inputEnded = resolve;
  });
  parentPort?.on('message', (command: WorkerCommand) => (command === 'stop' ? stop.abort() : inputEnded()));
  const onProgress = (progress: ImportProgress) => {
    last = progress;
    send({ kind: 'progress', progress });
  };
  try {
    const { case: caseFile, refused } = await runImport(
      { ...order.plan, ended },
      {
        lateAfterSeconds: order.lateAfterSeconds,
        loadRules: async () => judgementOf,
        signal: stop.signal,
        onProgress,
        isWatched: true,
        isFollowing: order.isFollowing === true,
      },
    );
    caseFile.close();
    const message = refused.map(({ path, reason }) => `${path}: ${reason}`).join('; ');
    send({ kind: 'ended', progress: { ...last, phase: 'done', ...(message === '' ? {} : { message }) } });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    send({
      kind: 'ended',
      progress: { ...last, phase: 'failed', message: error.hint === undefined ? error.message : `${error.message}. ${error.hint}` },
    });
  } finally {
    parentPort?.close();
  }
}

await work(workerData);
