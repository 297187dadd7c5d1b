import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

/** Less is collected more often, which takes longer; V8 would take twice as much. */
const YOUNG_BYTES = 16 * 1024 * 1024;
/** Less is never collected before V8 does. */
const LEAST_BYTES = 42 * 1024 * 1024;
/** By how much memory may grow since the last collection. */
const GROWTH = 1.2;

let collect: (() => void) | undefined;
/** What was in use after the last collection. */
let left = { heapUsed: 0, arrayBuffers: 0 };

/**
 * Gives back at once what this thread does not use any more. V8 does so by itself when memory has grown by more than half, which it would do in the middle
 * of what comes next, on top of what that needs. Cost: some 20 ms for each ten megabytes of objects that are in use.
 */
export function collectGarbage(): void {
  collect ??= collector();
  collect?.();
  left = process.memoryUsage();
}

/** Only a context that is made while the flag is set has the function. */
function collector(): (() => void) | undefined {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return typeof gc === 'function' ? () => void gc() : undefined;
}

/**
 * Keeps the memory of V8 small while there is much to do, to be called now and again. The young generation does not grow any more once it is large enough: V8
 * would let it take 32 megabytes. Buffers count while `what` is `all`; V8 collects them itself each time that some ten megabytes were made of them, and sooner is a
 * waste while a file is unpacked, which makes a thousand of them. A thread beside the main one is given its limit when it is made, and any that starts takes that back.
 * *Source:* V8's `NewSpace::Grow`, which reads the factor each time, and `Heap::ConfigureHeap`, which sets it to 2 when it is less.
 */
export function keepMemorySmall(what: 'objects' | 'all'): void {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const [used, leftBytes] = what === 'all' ? [heapUsed + arrayBuffers, left.heapUsed + left.arrayBuffers] : [heapUsed, left.heapUsed];
  if (used > Math.max(LEAST_BYTES, leftBytes * GROWTH)) collectGarbage();
  if (!isMainThread) return;
  // A collection makes it small.
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0;
  setFlagsFromString(`--semi-space-growth-factor=${young < YOUNG_BYTES ? 2 : 1}`);
}
