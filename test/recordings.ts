import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('../../shared/data/', import.meta.url);

/**
 * Absolute path of a recording, or `undefined` on a machine that keeps none beside the project (a test then skips itself, by name).
 * Where the folder exists the file is not looked for: a wrong name fails the test that asked.
 */
export function recording(path: string): string | undefined {
  return existsSync(FOLDER) ? fileURLToPath(new URL(path, FOLDER)) : undefined;
}
