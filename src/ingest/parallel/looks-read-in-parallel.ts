import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { confidence } from '../formats/tetragon/confidence.js';
import { LEAST_BYTES } from './reading-threads.js';

/** Enough to hold what a line begins with. */
const FIRST_LOOK_BYTES = 4096;

/** True for a large plain file that begins as events do which threads can read: a look at it before formats are loaded, which then decide. Never throws. */
export function looksReadInParallel(path: string): boolean {
  try {
    const file = statSync(path);
    return file.isFile() && file.size >= LEAST_BYTES && confidence(beginOf(path)) > 0;
  } catch {
    return false;
  }
}

function beginOf(path: string): string {
  const bytes = Buffer.alloc(FIRST_LOOK_BYTES);
  const file = openSync(path, 'r');
  try {
    return bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(file);
  }
}
