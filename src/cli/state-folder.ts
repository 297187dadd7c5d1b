import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import envPaths from 'env-paths';

/** Path of a file of the user's state directory (XDG_STATE_HOME), whose folder is made. Throws where none can be. */
export function stateFile(name: string): string {
  const directory = envPaths('workbench', { suffix: '' }).log;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return join(directory, name);
}
