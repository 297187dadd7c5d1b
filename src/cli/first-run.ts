import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import envPaths from 'env-paths';

/**
 * True the first time that the interface is opened by this user, and never again: that it was is kept in the user's state directory
 * (XDG_STATE_HOME). False where nothing can be kept, since a greeting each time would be worse than none.
 */
export function takeFirstRun(): boolean {
  try {
    const directory = envPaths('workbench', { suffix: '' }).log;
    const mark = join(directory, 'greeted');
    if (existsSync(mark)) return false;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(mark, '', { mode: 0o600 });
    return true;
  } catch {
    return false;
  }
}
