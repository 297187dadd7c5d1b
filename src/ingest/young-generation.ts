import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { isMainThread } from 'node:worker_threads';

/** As large as it has to be: twice and four times as much took as long. */
const ENOUGH_BYTES = 8 * 1024 * 1024;

/**
 * Keeps this thread's young generation from growing once it is large enough: V8 would let it take 32 megabytes. To be called now and again while there is
 * much to do, since a thread that starts takes that back. A thread beside the main one is given its limit when it is made.
 * *Source:* V8's `NewSpace::Grow`, which reads the factor each time, and `Heap::ConfigureHeap`, which sets it to 2 when it is less.
 */
export function holdYoungGeneration(): void {
  if (!isMainThread) return;
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
  if (young !== undefined && young.space_size >= ENOUGH_BYTES) setFlagsFromString('--semi-space-growth-factor=1');
}
