import { parentPort } from 'node:worker_threads';
import type { PartOrder, PartRequest } from './part.js';
import { PartReader } from './part-reader.js';

parentPort?.once('message', (order: PartOrder) => {
  const reader = new PartReader(order);
  parentPort?.on('message', ({ part, spare }: PartRequest) => {
    const read = reader.read(part, spare);
    // Handed over and not copied.
    const { columns } = read.batch;
    parentPort?.postMessage(read, columns === undefined ? [] : [columns.buffer]);
  });
});
