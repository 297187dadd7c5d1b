import { parentPort } from 'node:worker_threads';
import type { PartOrder, PartRequest } from './part.js';
import { PartReader } from './part-reader.js';

let reader: PartReader | undefined;

parentPort?.on('message', (asked: PartOrder | PartRequest) => {
  if ('file' in asked) {
    reader?.close();
    reader = new PartReader(asked);
    return;
  }
  if (reader === undefined) throw new Error('a part was asked for before its file was named');
  const read = reader.read(asked.part, asked.spare);
  // Handed over and not copied.
  const { columns } = read.batch;
  parentPort?.postMessage(read, columns === undefined ? [] : [columns.buffer]);
});
