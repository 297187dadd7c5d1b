import { existsSync, writeFileSync } from 'node:fs';
import { stateFile } from './state-folder.js';

/**
 * True the first time that the interface is opened by this user, and never again: that it was is kept in the user's state directory
 * (XDG_STATE_HOME). False where nothing can be kept, since a greeting each time would be worse than none.
 */
export function takeFirstRun(): boolean {
  try {
    const mark = stateFile('greeted');
    if (existsSync(mark)) return false;
    writeFileSync(mark, '', { mode: 0o600 });
    return true;
  } catch {
    return false;
  }
}
