import { parentPort, workerData } from 'node:worker_threads';
import type { Part, ReadPart } from './part.js';
import { PartReader } from './part-reader.js';

const reader = new PartReader(workerData);

parentPort?.on('message', (part: Part) => {
  const read = reader.read(part);
  parentPort?.postMessage(read, buffersOf(read));
});

/** What is handed over and not copied. */
function buffersOf({ batch: { columns } }: ReadPart): ArrayBuffer[] {
  if (columns === undefined) return [];
  const { events, ancestors, exits, sockets, dns } = columns;
  const buffers = [events, ancestors, exits, sockets, dns].flatMap((group) =>
    Object.values(group).flatMap((list) => (typeof list === 'number' ? [] : [list.buffer])),
  );
  return buffers.filter((buffer): buffer is ArrayBuffer => buffer instanceof ArrayBuffer);
}
