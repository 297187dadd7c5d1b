import { parentPort, workerData } from 'node:worker_threads';
import type { PartRequest } from './part.js';
import { PartReader } from './part-reader.js';

const reader = new PartReader(workerData);

parentPort?.on('message', ({ part, spare }: PartRequest) => {
  const read = reader.read(part, spare);
  // Handed over and not copied.
  const { columns } = read.batch;
  parentPort?.postMessage(read, columns === undefined ? [] : [columns.buffer]);
});
