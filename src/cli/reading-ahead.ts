import { existsSync } from 'node:fs';
import { looksReadInParallel } from '../ingest/parallel/looks-read-in-parallel.js';
import { ReadingThreads } from '../ingest/parallel/reading-threads.js';
import { caseFor } from './import/case-path.js';
import type { CaseOptions } from './options/case-options.js';

/**
 * Threads to read inputs with. One is started at once where the first input is a large file of events that threads can read, unless it is in its case
 * already: it starts while all else is loaded. Who asks for them closes them.
 */
export function threadsToRead(inputs: readonly string[], { case: path, as }: Pick<CaseOptions, 'case' | 'as'>): ReadingThreads {
  const threads = new ReadingThreads();
  const [first] = inputs;
  if (first !== undefined && looksReadInParallel(first) && !existsSync(path ?? caseFor(inputs, as))) threads.prepare();
  return threads;
}
