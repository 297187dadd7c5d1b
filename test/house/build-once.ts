import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../../scripts/build.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Builds `dist` when a source is newer than the built program: tests that spawn the program run what they were written against.
 * Goes on after a syntax error, which the build has printed: the tests of that file fail by themselves, the others still tell.
 */
export default async function buildOnce(): Promise<void> {
  if (newest(join(ROOT, 'src')) > builtAt()) await build();
}

function newest(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Math.max(...files.map((file) => statSync(join(file.parentPath, file.name)).mtimeMs));
}

function builtAt(): number {
  return statSync(join(ROOT, 'dist/cli/main.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
